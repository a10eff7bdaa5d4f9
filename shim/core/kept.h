/* Answers of the engine that hold as long as an image is open and not written to: who asks the same again gets the same. */
#ifndef SUNKVM_KEPT_H
#define SUNKVM_KEPT_H

#include <stddef.h>
#include <stdint.h>

#define SK_KEPT_BUCKETS 8192
#define SK_KEPT_BYTES ((size_t)8 << 20) /* of all answers of an image; what comes later is not kept */

struct sk_answer;

/* All zeros is an empty one. Its user has a lock for it. */
struct sk_kept {
	struct sk_answer **bucket;
	size_t bytes;
	unsigned age; /* of the writes, as its user counts them */
};

/* Return the answer to a request, and its size; NULL where none is kept. It stays until the next call of the others. */
const char *sk_kept_find(const struct sk_kept *kept, const uint64_t *request, size_t count, size_t *size);

/* Keep an answer, if there is room. */
void sk_kept_add(struct sk_kept *kept, const uint64_t *request, size_t count, const char *data, size_t size);

/* Let go of all answers. */
void sk_kept_free(struct sk_kept *kept);

#endif
