/* What the C library's lists lack of DragonFly's. */
#include_next <sys/queue.h>
#ifndef _SUNKVM_DRAGONFLY_SYS_QUEUE_H
#define _SUNKVM_DRAGONFLY_SYS_QUEUE_H

#include <sys/cdefs.h>

#ifndef SLIST_FOREACH_SAFE
#define SLIST_FOREACH_SAFE(var, head, field, next) \
	for ((var) = SLIST_FIRST(head); (var) && ((next) = SLIST_NEXT(var, field), 1); (var) = (next))
#endif
#ifndef LIST_FOREACH_SAFE
#define LIST_FOREACH_SAFE(var, head, field, next) \
	for ((var) = LIST_FIRST(head); (var) && ((next) = LIST_NEXT(var, field), 1); (var) = (next))
#endif
#ifndef STAILQ_FOREACH_SAFE
#define STAILQ_FOREACH_SAFE(var, head, field, next) \
	for ((var) = STAILQ_FIRST(head); (var) && ((next) = STAILQ_NEXT(var, field), 1); (var) = (next))
#endif
#ifndef TAILQ_FOREACH_SAFE
#define TAILQ_FOREACH_SAFE(var, head, field, next) \
	for ((var) = TAILQ_FIRST(head); (var) && ((next) = TAILQ_NEXT(var, field), 1); (var) = (next))
#endif
#ifndef TAILQ_FOREACH_REVERSE_SAFE
#define TAILQ_FOREACH_REVERSE_SAFE(var, head, name, field, next) \
	for ((var) = TAILQ_LAST(head, name); (var) && ((next) = TAILQ_PREV(var, name, field), 1); (var) = (next))
#endif
#ifndef SLIST_REMOVE_AFTER
#define SLIST_REMOVE_AFTER(elm, field) \
	do { \
		SLIST_NEXT(elm, field) = SLIST_NEXT(SLIST_NEXT(elm, field), field); \
	} while (0)
#endif
#ifndef STAILQ_REMOVE_AFTER
#define STAILQ_REMOVE_AFTER(head, elm, field) \
	do { \
		if (!(STAILQ_NEXT(elm, field) = STAILQ_NEXT(STAILQ_NEXT(elm, field), field))) \
			(head)->stqh_last = &STAILQ_NEXT(elm, field); \
	} while (0)
#endif
#ifndef STAILQ_LAST
#define STAILQ_LAST(head, type, field) \
	(STAILQ_EMPTY(head) ? (struct type *)0 \
			    : (struct type *)(void *)((char *)(head)->stqh_last - __builtin_offsetof(struct type, field)))
#endif
#ifndef STAILQ_SPLIT_AFTER
/* What follows elm becomes the list rest. */
#define STAILQ_SPLIT_AFTER(head, elm, rest, field) \
	do { \
		if (STAILQ_NEXT(elm, field)) { \
			(rest)->stqh_first = STAILQ_NEXT(elm, field); \
			(rest)->stqh_last = (head)->stqh_last; \
			(head)->stqh_last = &STAILQ_NEXT(elm, field); \
			STAILQ_NEXT(elm, field) = 0; \
		} else { \
			STAILQ_INIT(rest); \
		} \
	} while (0)
#endif
#ifndef STAILQ_SWAP
#define STAILQ_SWAP(one, two, type) \
	do { \
		struct type *sunkvm_first_ = (one)->stqh_first, **sunkvm_last_ = (one)->stqh_last; \
		(one)->stqh_first = (two)->stqh_first; \
		(one)->stqh_last = (two)->stqh_last; \
		(two)->stqh_first = sunkvm_first_; \
		(two)->stqh_last = sunkvm_last_; \
		if (!(one)->stqh_first) \
			(one)->stqh_last = &(one)->stqh_first; \
		if (!(two)->stqh_first) \
			(two)->stqh_last = &(two)->stqh_first; \
	} while (0)
#endif

#endif
