/* What a helper sends: any bytes, cut anywhere. */
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "link.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char fixed[64];
	int pair[2];

	if (size > 60000 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
		return 0;
	if (send(pair[1], data, size, MSG_NOSIGNAL) != (ssize_t)size)
		abort();
	shutdown(pair[1], SHUT_WR);
	for (int i = 0; i < 4; i++) {
		struct sk_reply reply = {.data = fixed, .room = i & 1 ? sizeof fixed : 0};
		int64_t value = sk_helper_call(pair[0], SK_READ, 1, "request", 7, &reply);

		if (value == -32) { /* gone */
			sk_reply_free(&reply);
			break;
		}
		if (reply.size > reply.room)
			abort();
		for (struct sk_reader reader = {reply.data, reply.data + reply.size}; reader.at < reader.end;) {
			sk_number(&reader);
			sk_string(&reader);
			if (reader.at > reader.end)
				abort();
		}
		sk_reply_free(&reply);
	}
	close(pair[0]);
	close(pair[1]);
	return 0;
}
