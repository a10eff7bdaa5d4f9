/* Sizes in blocks, and numbers for people, as sources of the BSDs ask for them. */
#include <libutil.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	char text[32];
	long size;
	int length;
	const char *header = getbsize(&length, &size);

	printf("%s %d %ld\n", header, length, size);
	for (int i = 1; i + 1 < argc; i += 2) {
		int got = humanize_number(text, (size_t)atoi(argv[i]), strtoll(argv[i + 1], NULL, 10), "", HN_AUTOSCALE,
					  HN_B | HN_NOSPACE | HN_DECIMAL);

		printf("%d %s\n", got, got < 0 ? "-" : text);
	}
	printf("%d", humanize_number(text, 9, 1500000, "b", HN_AUTOSCALE, HN_DIVISOR_1000));
	printf(" %s\n", text);
	printf("%d", humanize_number(text, 9, 3 << 20, "", 1, 0));
	printf(" %s\n", text);
	return 0;
}
