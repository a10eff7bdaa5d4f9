/* Takes the place of shim/core/helper.c: an engine whose every answer is what the fuzzer says. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "link.h"
#include "stub.h"

volatile size_t total;

int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	setenv("SUNKVM_ENGINE", "helper", 1);
	the_file();
	return 0;
}

void look(char *const *vector)
{
	for (; vector && *vector; vector++)
		total = total + strlen(*vector);
}

void touch(const void *structs, int count, size_t size)
{
	const unsigned char *at = structs;

	for (size_t i = 0; at && i < (size_t)count * size; i++)
		total = total + at[i];
}

int sk_helper_start(const struct sk_place *place)
{
	(void)place;
	if (a_byte() == 255)
		return -ENOENT;
	return fcntl(the_file(), F_DUPFD_CLOEXEC, 3);
}

static void put(struct sk_reply *reply, uint64_t number)
{
	sk_reply_put(reply, &number, sizeof number);
}

int64_t sk_helper_call(int fd, uint32_t op, uint64_t handle, const void *request, size_t size, struct sk_reply *reply)
{
	static const int64_t values[] = {1, 1, 1, 2, 0, -1, -5, -32, -116, 7, INT64_MIN, INT64_MAX};
	uint8_t kind = a_byte();
	uint64_t numbers[SK_LEAF_PAGES];
	char raw[8192];
	size_t count;

	(void)fd;
	(void)handle;
	/* A request that is read outside of its bounds must be noticed. */
	for (size_t i = 0; i < size; i++)
		*(volatile char *)raw = ((const char *)request)[i];
	reply->value = values[(kind >> 3) % (sizeof values / sizeof *values)];
	switch (op) {
	case SK_OPEN:
		if (kind & 4)
			break;
		put(reply, kind & 1 ? a_number() : 12);
		put(reply, kind & 2 ? a_number() : 0);
		put(reply, file_dev);
		put(reply, file_ino);
		put(reply, FILE_PAGES * 4096);
		sk_reply_put(reply, file_path, strlen(file_path) + 1);
		for (int i = a_byte() & 63; i > 0; i--)
			put(reply, a_number());
		break;
	case SK_LEAF:
		for (size_t i = 0, at = a_number(); i < SK_LEAF_PAGES; i++)
			numbers[i] = kind & 1 ? at + i * 4096 : SK_HOLE;
		for (int i = a_byte() & 31; i > 0; i--) {
			uint64_t offset = an_offset();

			numbers[a_byte()] = offset;
		}
		sk_reply_put(reply, numbers, kind & 4 && a_byte() > 200 ? (size_t)a_byte() * 8 : sizeof numbers);
		return reply->value;
	case SK_SHARE:
		if (kind & 4)
			break;
		put(reply, file_dev);
		put(reply, file_ino);
		put(reply, FILE_PAGES * 4096);
		for (int i = 0; i < 3; i++)
			put(reply, a_number());
		sk_reply_put(reply, file_path, strlen(file_path) + 1);
		return reply->value;
	case SK_PAGE:
	case SK_READ:
		count = (size_t)((const uint64_t *)request)[2];
		if (count > sizeof raw || a_byte() > 240)
			count = a_byte() > 250 ? sizeof raw : count % sizeof raw;
		memset(raw, kind, count);
		sk_reply_put(reply, raw, count);
		return reply->value;
	case SK_CALL:
		if (stub_has_calls && kind & 3) {
			if (kind & 4)
				sk_reply_put(reply, kind & 1 ? "hfirst" : "ssecond", kind & 1 ? 7 : 8);
			sk_reply_put(reply, "", 1);
			reply->value = (int64_t)a_number();
			count = (size_t)a_number() % sizeof raw;
			memset(raw, 0, sizeof raw);
			some_bytes(raw, count);
			sk_reply_put(reply, raw, count);
			return reply->value;
		}
		break;
	}
	for (int i = a_byte() & 15; i > 0; i--) {
		if (a_byte() & 1) {
			put(reply, a_number());
		} else {
			count = some_bytes(raw, sizeof raw - 1);
			if (a_byte() & 1)
				raw[count++] = 0;
			sk_reply_put(reply, raw, count);
		}
	}
	return reply->value;
}
