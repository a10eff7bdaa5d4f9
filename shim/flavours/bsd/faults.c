/* Addresses that cannot be read, and what is said about them: the engine tells it once for many. */
#include "bsd.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TEXT 1024
#define MOST_LEARNED 4096 /* then there are too many to be of use */
#define EXACT 1 /* in a text, before 16 digits: the number grows with the address, */
#define PAGE 2  /* or with that of its page */

struct bsd_fault {
	uint64_t low, last;
	size_t size;
	char text[]; /* messages as in every reply; none: the engine has to be asked each time */
};

static uint64_t number_at(const char *digits)
{
	uint64_t number = 0;

	for (int i = 0; i < 16; i++)
		number = number << 4 | (uint64_t)(digits[i] <= '9' ? digits[i] - '0' : digits[i] - 'a' + 10);
	return number;
}

static char *put_number(char *to, uint64_t number)
{
	int shift = 60;

	while (shift && !(number >> shift))
		shift -= 4;
	for (; shift >= 0; shift -= 4)
		*to++ = "0123456789abcdef"[number >> shift & 15];
	return to;
}

/* Write the text for an address; its length. A number takes no more room than its marker. */
static size_t fill(char *to, const struct bsd_fault *fault, uint64_t va, uint64_t page)
{
	const char *at = fault->text, *end = at + fault->size;
	char *start = to;

	while (at < end) {
		if ((*at == EXACT || *at == PAGE) && end - at > 16) {
			uint64_t moved = (*at == EXACT ? va : va & ~(page - 1)) - fault->low;

			to = put_number(to, number_at(at + 1) + moved);
			at += 17;
		} else {
			*to++ = *at++;
		}
	}
	*to = 0;
	return (size_t)(to - start);
}

static const struct bsd_fault *find(const struct __kvm *kd, uint64_t va)
{
	for (int i = 0; i < BSD_FAULTS; i++)
		if (kd->fault[i] && va >= kd->fault[i]->low && va <= kd->fault[i]->last)
			return kd->fault[i];
	return NULL;
}

int bsd_tell_fault(struct __kvm *kd, uint64_t va)
{
	char text[MAX_TEXT + 1];
	size_t size = 0;
	const struct bsd_fault *fault;

	pthread_mutex_lock(&kd->image.core.lock);
	fault = find(kd, va);
	if (fault)
		size = fill(text, fault, va, (uint64_t)1 << kd->image.core.shift);
	pthread_mutex_unlock(&kd->image.core.lock);
	for (size_t at = 0; at < size; at += strlen(text + at) + 1)
		bsd_report(kd, text[at] == 'h', text + at + 1);
	return size != 0;
}

void bsd_learn_fault(struct __kvm *kd, uint64_t va)
{
	struct bsd_fault *fault, *old;
	struct bsd_call call;
	uint64_t low, last;
	size_t size;
	int enough;

	pthread_mutex_lock(&kd->image.core.lock);
	enough = kd->faults >= MOST_LEARNED || find(kd, va);
	pthread_mutex_unlock(&kd->image.core.lock);
	if (enough)
		return;
	bsd_begin(&call, "fault");
	sk_add(&call.request, va);
	/* Not by bsd_make(): it must not say anything. */
	if (!call.request.bytes.failed &&
	    sk_call(&kd->image.link, SK_CALL, call.request.bytes.data, call.request.bytes.size, &call.reply) > 0) {
		call.answer = (struct sk_reader){call.reply.data, call.reply.data + call.reply.size};
		while (*sk_string(&call.answer))
			;
		low = sk_number(&call.answer);
		last = sk_number(&call.answer);
		size = (size_t)(call.answer.end - call.answer.at);
		if (size > MAX_TEXT || (size && call.answer.at[size - 1]))
			size = 0;
		if (va >= low && va <= last && (fault = malloc(sizeof *fault + size)) != NULL) {
			fault->low = low;
			fault->last = last;
			fault->size = size;
			if (size)
				memcpy(fault->text, call.answer.at, size);
			pthread_mutex_lock(&kd->image.core.lock);
			old = kd->fault[kd->faults % BSD_FAULTS];
			kd->fault[kd->faults++ % BSD_FAULTS] = fault;
			pthread_mutex_unlock(&kd->image.core.lock);
			free(old);
		}
	}
	bsd_end(&call);
}

void bsd_forget_faults(struct __kvm *kd)
{
	for (int i = 0; i < BSD_FAULTS; i++)
		free(kd->fault[i]);
	memset(kd->fault, 0, sizeof kd->fault);
}
