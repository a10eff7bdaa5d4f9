#include "place.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

int sk_place_read(struct sk_place *place, const char *directory)
{
	char path[PATH_MAX + 32], *const lines[] = {place->engine, place->package, place->python};
	FILE *file;

	snprintf(path, sizeof path, "%s/libkvm.where", directory);
	if (!(file = fopen(path, "re")))
		return 0;
	for (int i = 0; i < 3; i++) {
		if (!fgets(lines[i], sizeof place->engine, file))
			lines[i][0] = 0;
		lines[i][strcspn(lines[i], "\n")] = 0;
	}
	fclose(file);
	place->built = 1;
	return 1;
}
