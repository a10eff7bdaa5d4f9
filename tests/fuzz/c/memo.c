/* What a C library keeps of an engine's answers: any answers in the file, whose checksum is right. */
#include "../../../shim/core/memo.c"

#include "stub.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);

static char path[64];
static int folder;

static void leave(void)
{
	unlinkat(folder, "case" SUFFIX, 0);
	rmdir(path);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	snprintf(path, sizeof path, "%s/sunkvm-fuzz-memo-XXXXXX", access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	if (!mkdtemp(path) || (folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		abort();
	return atexit(leave);
}

/* A memo with a key of 24 bytes, and its file, which has these bytes behind the key. */
static struct sk_memo *lay(const uint8_t *data, size_t size)
{
	struct sk_memo *memo = calloc(1, sizeof *memo);
	struct head head = {MAGIC, 0, 24};
	char *whole = malloc(head.key_size + size);
	int fd;

	memset(whole, 'k', head.key_size);
	memcpy(whole + head.key_size, data, size);
	head.checksum = mix(0, whole, head.key_size + size);
	sk_reply_put(&memo->bytes, &head, sizeof head);
	sk_reply_put(&memo->bytes, whole, head.key_size);
	memo->first = memo->bytes.size;
	memo->folder = strdup(path);
	snprintf(memo->name, sizeof memo->name, "case" SUFFIX);
	fd = openat(folder, memo->name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, &head, sizeof head) < 0 || write(fd, whole, head.key_size + size) < 0)
		abort();
	close(fd);
	free(whole);
	return memo;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const calls[] = {"nlist", "read", "fault", "getprocs", ""};
	char request[1000], fixed[64];
	struct sk_memo *memo;
	size_t cut;

	if (size < 2)
		return 0;
	cut = (size_t)(data[0] << 8 | data[1]) % (size - 1); /* what stands in the file; behind it is what is asked */
	memo = lay(data + 2, cut);
	input = (struct input){data + 2 + cut, data + size};
	load(memo, folder);
	if (memo->bytes.size != memo->first && memo->bytes.size != memo->first + cut)
		abort();
	for (int i = 0; i < 12 && input.at < input.end; i++) {
		struct sk_reply reply = {.data = fixed, .room = i & 1 ? sizeof fixed : 0};
		enum sunkvm_op op = (enum sunkvm_op)(a_byte() % 18);
		size_t count = 0, asked;
		int64_t value;

		if (op == SK_CALL) {
			const char *name = calls[a_byte() % (sizeof calls / sizeof *calls)];

			count = strlen(name) + (a_byte() & 1);
			memcpy(request, name, count);
		}
		asked = count + some_bytes(request + count, sizeof request - count);
		value = sk_memo_find(memo, op, request, asked, &reply);
		if (value == -ENOENT) {
			reply.size = 0;
			sk_reply_put(&reply, request, asked / 2);
			sk_memo_add(memo, op, request, asked, a_byte(), &reply);
		}
		sk_reply_free(&reply);
	}
	if (memo->bytes.size > MAX_SIZE)
		abort();
	sk_memo_close(memo);
	return 0;
}
