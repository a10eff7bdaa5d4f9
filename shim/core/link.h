/* A link from one opened image to the engine, in this process or in a helper process. */
#ifndef SUNKVM_LINK_H
#define SUNKVM_LINK_H

#include <pthread.h>
#include <stdint.h>
#include <sys/types.h>

#include "engine.h"
#include "place.h"

struct sk_link {
	const struct sunkvm_engine *engine; /* in this process, or NULL */
	uint64_t handle;
	/* Of a helper: */
	int fd;
	pid_t owner; /* the process that started it */
	pthread_mutex_t lock;
	int changed; /* the engine has been told what another one would not know: writes to a copy, and the like */
	char *request, *answer; /* how the image was opened, to open it again when the helper is gone */
	size_t request_size, answer_size;
	int late;             /* no engine has been needed yet */
	struct sk_memo *memo; /* answers that are kept, or NULL; under the lock */
};

/* Fill what is closed of the first three descriptors, so that no file of ours becomes the program's stderr. */
void sk_guard_stdio(int opened[3]);
void sk_unguard_stdio(const int opened[3]);

/* Open an image. The reply is that of SK_OPEN; -errno and a text where no engine can be reached. */
int64_t sk_open(struct sk_link *link, const void *request, size_t size, struct sk_reply *reply);

/* Make one call; a helper that has died is started once more. Returns the reply's value, or -errno. */
int64_t sk_call(struct sk_link *link, enum sunkvm_op op, const void *request, size_t size, struct sk_reply *reply);

void sk_close(struct sk_link *link);

/* Start a helper; return its socket, or -errno. Leaves no child behind that the program could see. */
int sk_helper_start(const struct sk_place *place);

/* Send a request to a helper and receive the answer; -EPIPE where it is gone, or the stream of no use any more. */
int64_t sk_helper_call(int fd, uint32_t op, uint64_t handle, const void *request, size_t size, struct sk_reply *reply);

/* A message under construction. */
struct sk_message {
	struct sk_reply bytes;
	char fixed[512];
};

void sk_begin(struct sk_message *message);
void sk_add(struct sk_message *message, uint64_t number);
void sk_add_string(struct sk_message *message, const char *string); /* NULL differs from "" */

/* A reply being read; what is not there reads as 0 or "". */
struct sk_reader {
	const char *at, *end;
};

uint64_t sk_number(struct sk_reader *reader);
const char *sk_string(struct sk_reader *reader);

#endif
