#include "kept.h"

#include <stdlib.h>
#include <string.h>

/* The words of the request follow, then the bytes of the answer. */
struct sk_answer {
	struct sk_answer *next;
	size_t count, size;
	uint64_t words[];
};

static size_t bucket_of(const uint64_t *request, size_t count)
{
	uint64_t hash = count;

	for (size_t i = 0; i < count; i++) {
		hash = (hash ^ request[i]) * 0x9e3779b97f4a7c15ull;
		hash ^= hash >> 29;
	}
	return (size_t)hash & (SK_KEPT_BUCKETS - 1);
}

static struct sk_answer *find(const struct sk_kept *kept, const uint64_t *request, size_t count)
{
	struct sk_answer *answer = kept->bucket ? kept->bucket[bucket_of(request, count)] : NULL;

	while (answer && (answer->count != count || memcmp(answer->words, request, count * sizeof *request)))
		answer = answer->next;
	return answer;
}

const char *sk_kept_find(const struct sk_kept *kept, const uint64_t *request, size_t count, size_t *size)
{
	struct sk_answer *answer = find(kept, request, count);

	if (!answer)
		return NULL;
	*size = answer->size;
	return (const char *)(answer->words + count);
}

void sk_kept_add(struct sk_kept *kept, const uint64_t *request, size_t count, const char *data, size_t size)
{
	size_t words = count * sizeof *request;
	struct sk_answer *answer, **head;

	if (size > SK_KEPT_BYTES || kept->bytes + sizeof *answer + words + size > SK_KEPT_BYTES)
		return;
	if (!kept->bucket && !(kept->bucket = calloc(SK_KEPT_BUCKETS, sizeof(struct sk_answer *))))
		return;
	if (find(kept, request, count) || !(answer = malloc(sizeof *answer + words + size)))
		return; /* another thread was faster */
	answer->count = count;
	answer->size = size;
	memcpy(answer->words, request, words);
	if (size)
		memcpy(answer->words + count, data, size);
	head = &kept->bucket[bucket_of(request, count)];
	answer->next = *head;
	*head = answer;
	kept->bytes += sizeof *answer + words + size;
}

void sk_kept_free(struct sk_kept *kept)
{
	for (size_t i = 0; kept->bucket && i < SK_KEPT_BUCKETS; i++) {
		for (struct sk_answer *answer = kept->bucket[i], *next; answer; answer = next) {
			next = answer->next;
			free(answer);
		}
	}
	free(kept->bucket);
	kept->bucket = NULL;
	kept->bytes = 0;
}
