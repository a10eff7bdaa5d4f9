/* What programs of the BSDs take of their C library to show what they find; the flavour has it, no other library is linked. */
#include <sys/types.h>
#include <grp.h>
#include <locale.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <vis.h>

static void show(const char *text, size_t size, int flags)
{
	char made[4 * 32 + 1];
	int length = strvisx(made, text, size, flags);

	printf("%s|%d\n", made, length == (int)strlen(made));
}

/* A set of signals is the C library's, and its words have the BSDs' name. */
static void signals(void)
{
	static const unsigned int found[4] = {0x43817efb, 1, 0, 0x80000000};
	const sigset_t *view = (const sigset_t *)(const void *)found;
	sigset_t own;

	for (int i = sizeof view->__bits / sizeof view->__bits[0] - 1; i >= 0; i--)
		printf("%.8x", view->__bits[i]);
	sigemptyset(&own);
	sigaddset(&own, SIGINT);
	printf(" %x %d %zu\n", own.__bits[0], sigprocmask(SIG_BLOCK, &own, NULL), sizeof own);
}

/* No locale is "C", whatever the program's own is. */
static void times(void)
{
	struct tm day = {.tm_mon = 2, .tm_mday = 4, .tm_year = 99, .tm_hour = 17, .tm_wday = 4};
	locale_t own = newlocale(LC_ALL_MASK, "C.UTF-8", NULL);
	char shown[32], same[32];
	size_t length = strftime_l(shown, sizeof shown, "%a %b %e %l%p", &day, NULL);

	printf("%s %zu %zu ", shown, length, strftime_l(same, 3, "%a", &day, NULL));
	printf("%d\n", own == NULL || (strftime_l(same, sizeof same, "%a %b %e %l%p", &day, own) == length && !strcmp(shown, same)));
}

int main(void)
{
	static const char text[] = "a b\tc\nd\\e\x7f\x01\xe9\xa0\a";
	char small[4], one[5];

	show(text, sizeof text - 1, 0);
	show(text, sizeof text - 1, VIS_NOSLASH);
	show(text, sizeof text - 1, VIS_OCTAL);
	show(text, sizeof text - 1, VIS_CSTYLE | VIS_WHITE);
	show(text, sizeof text - 1, VIS_SAFE);
	show("a\0b\0" "7\0", 6, VIS_CSTYLE);
	show("a\0*?\"", 5, VIS_GLOB | VIS_DQ);
	printf("%d %s ", strvis(small, "", 0), vis(one, '\n', VIS_NL, 0) == one + 4 ? one : "-");
	printf("%d %d\n", nvis(one, 2, 1, 0, 0) == NULL, nvis(one, 4, 1, 0, 0) == one + 3);
	printf("%zu %s ", strlcpy(small, "four", sizeof small), small);
	printf("%zu %s ", strlcat(strcpy(small, "t"), "wo and more", sizeof small), small);
	printf("%zu %zu\n", strlcpy(NULL, "four", 0), strlcat(small, "x", 2));
	printf("%s %s ", user_from_uid(0, 0), group_from_gid(0, 0));
	printf("%s %s ", user_from_uid(0x7ffffff0, 0), group_from_gid(0x7ffffff1, 0));
	printf("%d\n", user_from_uid(0x7ffffff0, 1) == NULL && group_from_gid(0x7ffffff1, 1) == NULL);
	signals();
	times();
	return 0;
}
