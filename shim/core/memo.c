#include "memo.h"

#include "link.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAGIC "sunkvm memo 1\n\0" /* 16 bytes */
#define MAX_SIZE ((size_t)1 << 20)
#define MAX_FILES 256
#define SETTLED 2 /* seconds: a file may change twice within the grain of its times */
#define SUFFIX ".memo"

struct answer {
	uint64_t op;
	int64_t value;
	uint64_t request_size, size; /* of what follows, each rounded up to 8 bytes */
};

/* `bytes` is the file: the head, the key, and the answers. */
struct sk_memo {
	struct sk_reply bytes;
	size_t first; /* where the answers begin */
	char *folder; /* by its name: a descriptor would be at the mercy of a program that closes all it knows nothing of */
	void *request;
	size_t request_size;
	const struct sk_place *place;
	int news, over, fresh;
	uint64_t dev, ino; /* of the corefile */
	uint64_t asked; /* a hash of what is to be opened */
	char name[32];
};

struct head {
	char magic[16];
	uint64_t checksum, key_size;
};

static size_t padded(uint64_t size)
{
	return ((size_t)size + 7) & ~(size_t)7;
}

static uint64_t mix(uint64_t hash, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	uint64_t word;

	for (; size >= sizeof word; at += sizeof word, size -= sizeof word) {
		memcpy(&word, at, sizeof word);
		hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
		hash ^= hash >> 29;
	}
	for (; size; at++, size--)
		hash = (hash ^ *at) * 0x100000001b3ull;
	return hash ^ hash >> 32;
}

static void put(struct sk_reply *bytes, const void *from, size_t size)
{
	static const char zeros[8];

	sk_reply_put(bytes, from, size);
	sk_reply_put(bytes, zeros, padded(size) - size);
}

/* Add what tells a file from what it was before. */
static void put_identity(struct sk_reply *key, const struct stat *st)
{
	uint64_t numbers[] = {st->st_dev, st->st_ino, (uint64_t)st->st_size, (uint64_t)st->st_mtim.tv_sec,
			      (uint64_t)st->st_mtim.tv_nsec, (uint64_t)st->st_ctim.tv_sec, (uint64_t)st->st_ctim.tv_nsec};

	put(key, numbers, sizeof numbers);
}

static int settled(const struct stat *st)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec - st->st_mtim.tv_sec >= SETTLED && now.tv_sec - st->st_ctim.tv_sec >= SETTLED;
}

/* Whether a file that is to be read is there, can be read, and has had its content for a while. */
static int put_file(struct sk_reply *key, const char *path, struct stat *st)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), good;

	if (fd < 0)
		return 0;
	good = fstat(fd, st) == 0 && S_ISREG(st->st_mode) && settled(st);
	close(fd);
	if (good)
		put_identity(key, st);
	return good;
}

/*
 * Where debugging symbols of a kernel are looked for: a file that is put there tells more than there was. Folders made for
 * them have folders inside, and what is in these would have to be searched.
 */
static int put_companions(struct sk_reply *key, const char *namelist)
{
	static const char *const folders[] = {".debug", ".build-id"};
	int length = (int)(strrchr(namelist, '/') + 1 - namelist);
	char path[PATH_MAX + 16];
	struct stat st;

	if (strlen(namelist) > PATH_MAX)
		return 0;
	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		snprintf(path, sizeof path, "%.*s%s", length, namelist, folders[i]);
		if (lstat(path, &st) == 0)
			return 0;
	}
	snprintf(path, sizeof path, "%.*s", length, namelist);
	if (stat(path, &st) < 0 || !settled(&st))
		return 0;
	put_identity(key, &st);
	snprintf(path, sizeof path, "%s.debug", namelist);
	if (stat(path, &st) < 0)
		memset(&st, 0, sizeof st);
	put_identity(key, &st);
	return settled(&st);
}

/* What the engine itself is: a package that is installed anew, or another one beside it, may answer otherwise. */
static int put_engine(struct sk_reply *key, const struct sk_place *place)
{
	char path[sizeof place->package + 16];
	struct stat st;

	if (!place->package[0] || place->built)
		return 0;
	if (stat(place->package, &st) < 0)
		return 0;
	put_identity(key, &st);
	snprintf(path, sizeof path, "%s/sunkvm", place->package);
	if (stat(path, &st) < 0)
		return 0;
	put_identity(key, &st);
	if (place->engine[0] && stat(place->engine, &st) == 0)
		put_identity(key, &st);
	return 1;
}

/* Whether all variables of ours are known to bring no further file into play. */
static int plain_variables(struct sk_reader *reader)
{
	static const char *const plain[] = {"SUNKVM_CACHE=", "SUNKVM_ENGINE=", "SUNKVM_TRANSCODE=", "SUNKVM_DEAD_ARGS="};

	while (reader->at < reader->end) {
		const char *text = sk_string(reader);
		int known = 0;

		for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
			known |= *text == '+' && !strncmp(text + 1, plain[i], strlen(plain[i]));
		if (!known)
			return 0;
	}
	return 1;
}

/* Make the key: the whole request, the engine, the files as they are now. */
static int put_key(struct sk_memo *memo)
{
	const char *request = memo->request;
	struct sk_reader reader = {request, request + memo->request_size};
	uint64_t bits = sk_number(&reader), flag = sk_number(&reader), options = sk_number(&reader);
	uint64_t abi = SUNKVM_ABI;
	const char *name[3], *directory;
	struct stat st;

	if (bits > 64 || flag != O_RDONLY || !(options & SK_TRUSTED) || options & SK_RESOLVER)
		return 0;
	sk_string(&reader); /* flavour */
	directory = reader.at;
	sk_string(&reader);
	put(&memo->bytes, &abi, sizeof abi);
	put(&memo->bytes, request, (size_t)(directory - request));
	put(&memo->bytes, reader.at, (size_t)(reader.end - reader.at));
	memo->asked = mix(0, memo->bytes.data, memo->bytes.size);
	for (int i = 0; i < 3; i++)
		name[i] = sk_string(&reader);
	if (!plain_variables(&reader))
		return 0;
	if (!put_engine(&memo->bytes, memo->place))
		return 0;
	for (int i = 0; i < 3; i++) {
		if (*name[i] == '-' && i == 2)
			continue;
		/* A relative name may mean another file when the engine has to open it after all. */
		if (name[i][0] != '+' || name[i][1] != '/' || !put_file(&memo->bytes, name[i] + 1, &st))
			return 0;
		if (i == 1) {
			memo->dev = st.st_dev;
			memo->ino = st.st_ino;
		}
	}
	return put_companions(&memo->bytes, name[0] + 1) && !memo->bytes.failed;
}

static int begin_key(struct sk_memo *memo)
{
	struct head head = {MAGIC, 0, 0};

	sk_reply_put(&memo->bytes, &head, sizeof head);
	if (memo->bytes.failed || !put_key(memo))
		return 0;
	memo->first = memo->bytes.size;
	head.key_size = memo->first - sizeof head;
	memcpy(memo->bytes.data, &head, sizeof head);
	return 1;
}

/* Whether all is still as it was when the key was made. */
static int same_key(const struct sk_memo *memo)
{
	struct sk_memo now = {.request = memo->request, .request_size = memo->request_size, .place = memo->place};
	int same = begin_key(&now) && now.first == memo->first &&
		   !memcmp(now.bytes.data + sizeof(struct head), memo->bytes.data + sizeof(struct head), now.first - sizeof(struct head));

	sk_reply_free(&now.bytes);
	return same;
}

static int mine(const struct stat *st)
{
	return st->st_uid == geteuid() && !(st->st_mode & 022);
}

/* Open the folder, if it is ours alone; -1 otherwise. */
static int enter(const struct sk_memo *memo)
{
	int folder = open(memo->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct stat st;

	if (folder >= 0 && (fstat(folder, &st) < 0 || !mine(&st))) {
		close(folder);
		folder = -1;
	}
	return folder;
}

/* Whether what begins at an offset is an answer, whole; *next is where the one behind it begins. */
static int answer_at(const struct sk_memo *memo, size_t at, struct answer *answer, size_t *next)
{
	size_t left = memo->bytes.size - at;

	if (left < sizeof *answer)
		return 0;
	memcpy(answer, memo->bytes.data + at, sizeof *answer);
	left -= sizeof *answer;
	if (answer->request_size > left || padded(answer->request_size) > left)
		return 0;
	left -= padded(answer->request_size);
	if (answer->size > left || padded(answer->size) > left)
		return 0;
	*next = at + sizeof *answer + padded(answer->request_size) + padded(answer->size);
	return 1;
}

/* Read the file, and take its answers if it is whole and its key is ours. */
static void load(struct sk_memo *memo, int folder)
{
	int fd = openat(folder, memo->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct stat st;
	char *data;
	size_t size;

	memo->fresh = fd < 0;
	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && mine(&st) && (uint64_t)st.st_size >= memo->first &&
	    (uint64_t)st.st_size <= MAX_SIZE && (data = malloc(size = (size_t)st.st_size)) != NULL) {
		struct head head;
		struct answer answer;
		size_t at = memo->first;

		if (read(fd, data, size) == (ssize_t)size) {
			memcpy(&head, data, sizeof head);
			if (!memcmp(head.magic, MAGIC, sizeof head.magic) && head.key_size == memo->first - sizeof head &&
			    !memcmp(data + sizeof head, memo->bytes.data + sizeof head, memo->first - sizeof head) &&
			    head.checksum == mix(0, data + sizeof head, size - sizeof head))
				sk_reply_put(&memo->bytes, data + memo->first, size - memo->first);
		}
		free(data);
		while (at < memo->bytes.size && answer_at(memo, at, &answer, &at))
			;
		if (at != memo->bytes.size)
			memo->bytes.size = memo->first;
	}
	close(fd);
}

static void drop(struct sk_memo *memo)
{
	sk_reply_free(&memo->bytes);
	free(memo->folder);
	free(memo->request);
	free(memo);
}

struct sk_memo *sk_memo_open(const void *request, size_t size, const struct sk_place *place)
{
	const char *path = secure_getenv("SUNKVM_CACHE");
	struct sk_memo *memo;
	int folder;

	if (!path || *path != '/' || !(memo = calloc(1, sizeof *memo)))
		return NULL;
	memo->place = place;
	memo->folder = strdup(path);
	memo->request = malloc(size);
	if (!memo->folder || !memo->request)
		goto no;
	memcpy(memo->request, request, size);
	memo->request_size = size;
	if (!begin_key(memo))
		goto no;
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		goto no;
	if ((folder = enter(memo)) < 0)
		goto no;
	/* Of the request alone: what is known of files as they were before is written over. */
	snprintf(memo->name, sizeof memo->name, "%016llx%s", (unsigned long long)memo->asked, SUFFIX);
	load(memo, folder);
	close(folder);
	if (!memo->bytes.failed)
		return memo;
no:
	drop(memo);
	return NULL;
}

/* What becomes of a call: its answer is kept and written at once (2), kept (1), or not (0); it may change others (-1). */
static int kind(enum sunkvm_op op, const char *request, size_t size)
{
	static const char *const asks[] = {"read", "fault"};

	switch (op) {
	case SK_OPEN:
	case SK_LEAF:
	case SK_PHYSADDR:
		return 1;
	case SK_NLIST:
		return 2;
	case SK_PAGE:
	case SK_READ:
	case SK_TRACE:
	case SK_NAMELIST:
		return 0;
	case SK_CALL:
		if (size < 6 || !memchr(request, 0, size))
			return -1;
		if (!strcmp(request, "nlist"))
			return 2;
		for (size_t i = 0; i < sizeof asks / sizeof *asks; i++)
			if (!strcmp(request, asks[i]))
				return 0;
		return -1;
	default:
		return -1;
	}
}

int64_t sk_memo_find(const struct sk_memo *memo, enum sunkvm_op op, const void *request, size_t size, struct sk_reply *reply)
{
	struct answer answer;

	if (memo->over || kind(op, request, size) < 1)
		return -ENOENT;
	for (size_t at = memo->first, next; at < memo->bytes.size && answer_at(memo, at, &answer, &next); at = next) {
		const char *asked = memo->bytes.data + at + sizeof answer;

		if (answer.op != op || answer.request_size != size || (size && memcmp(asked, request, size)))
			continue;
		sk_reply_put(reply, asked + padded(size), (size_t)answer.size);
		return answer.value;
	}
	return -ENOENT;
}

/* Whether a file is one of ours by its name, or one that was never finished. */
static int named(const char *name)
{
	size_t digits = strspn(name, "0123456789abcdef");
	const char *rest = name + digits;

	if (digits != 16 || strncmp(rest, SUFFIX, strlen(SUFFIX)))
		return 0;
	rest += strlen(SUFFIX);
	return !*rest || (*rest == '.' && rest[1] && !rest[1 + strspn(rest + 1, "0123456789")]);
}

/* Keep the files to a number: the ones that were written longest ago go. */
static void prune(int folder)
{
	int copy = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), count = 0;
	DIR *list = copy < 0 ? NULL : fdopendir(copy);
	char oldest[NAME_MAX + 1] = "";
	struct timespec when = {0, 0};
	struct dirent *entry;
	struct stat st;

	if (!list) {
		if (copy >= 0)
			close(copy);
		return;
	}
	while ((entry = readdir(list)) != NULL) {
		if (!named(entry->d_name) || fstatat(folder, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		if (!count++ || st.st_mtim.tv_sec < when.tv_sec ||
		    (st.st_mtim.tv_sec == when.tv_sec && st.st_mtim.tv_nsec < when.tv_nsec)) {
			when = st.st_mtim;
			snprintf(oldest, sizeof oldest, "%s", entry->d_name);
		}
	}
	closedir(list);
	if (count > MAX_FILES)
		unlinkat(folder, oldest, 0);
}

/* Write a file under another name and give it its own; readers see the old one or the new one. */
static void replace(struct sk_memo *memo, int folder)
{
	char fresh[sizeof memo->name + 24];
	size_t done = 0;
	int fd, good;

	snprintf(fresh, sizeof fresh, "%s.%ld", memo->name, (long)getpid());
	fd = openat(folder, fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0) {
		unlinkat(folder, fresh, 0); /* left by another process of this number */
		return;
	}
	while (done < memo->bytes.size) {
		ssize_t wrote = write(fd, memo->bytes.data + done, memo->bytes.size - done);

		if (wrote <= 0)
			break;
		done += (size_t)wrote;
	}
	good = done == memo->bytes.size;
	if (close(fd) < 0 || !good || renameat(folder, fresh, folder, memo->name) < 0)
		unlinkat(folder, fresh, 0);
	else if (memo->fresh)
		prune(folder);
	memo->fresh = 0;
}

static void save(struct sk_memo *memo)
{
	struct head *head = (struct head *)memo->bytes.data;
	int closed[3], folder, before = errno;
	struct rlimit limit;

	memo->news = 0;
	/* To write beyond this limit ends a program. */
	if (getrlimit(RLIMIT_FSIZE, &limit) < 0 || limit.rlim_cur < memo->bytes.size)
		return;
	head->checksum = mix(0, memo->bytes.data + sizeof *head, memo->bytes.size - sizeof *head);
	sk_guard_stdio(closed);
	if ((folder = enter(memo)) >= 0) {
		replace(memo, folder);
		close(folder);
	}
	sk_unguard_stdio(closed);
	errno = before;
}

void sk_memo_add(struct sk_memo *memo, enum sunkvm_op op, const void *request, size_t size, int64_t value, const struct sk_reply *reply)
{
	struct answer answer = {op, value, size, reply->size};
	size_t before = memo->bytes.size;
	int how = kind(op, request, size);

	if (how < 0)
		memo->over = 1;
	if (memo->over || how < 1 || value < 0 || reply->failed || (op == SK_LEAF && value) ||
	    before + sizeof answer + padded(size) + padded(reply->size) > MAX_SIZE)
		return;
	put(&memo->bytes, &answer, sizeof answer);
	put(&memo->bytes, request, size);
	put(&memo->bytes, reply->data, reply->size);
	if (memo->bytes.failed) {
		memo->bytes.size = before;
		memo->over = 1;
		return;
	}
	memo->news = 1;
	if (how > 1)
		save(memo);
}

int sk_memo_opened(struct sk_memo *memo, const struct sk_reply *reply)
{
	struct sk_reader reader = {reply->data, reply->data + reply->size};
	uint64_t live, dev, ino;

	sk_number(&reader);
	live = sk_number(&reader);
	dev = sk_number(&reader);
	ino = sk_number(&reader);
	/* One plain file, and the one that was named: what is compressed or in pieces depends on more. */
	if (live || dev != memo->dev || ino != memo->ino || !same_key(memo))
		return 0;
	sk_memo_add(memo, SK_OPEN, NULL, 0, 1, reply);
	return 1;
}

void sk_memo_check(struct sk_memo *memo)
{
	if (!same_key(memo))
		memo->over = 1;
}

void sk_memo_close(struct sk_memo *memo)
{
	if (!memo)
		return;
	if (memo->news)
		save(memo);
	drop(memo);
}
