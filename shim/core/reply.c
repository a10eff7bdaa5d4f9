#include <stdlib.h>
#include <string.h>

#include "engine.h"

void sk_reply_put(struct sk_reply *reply, const void *bytes, size_t size)
{
	if (size > reply->room - reply->size) {
		size_t room = reply->room * 2 > reply->size + size ? reply->room * 2 : reply->size + size;
		char *data = room < size ? NULL : realloc(reply->owned ? reply->data : NULL, room);

		if (!data) {
			reply->failed = 1;
			return;
		}
		if (!reply->owned && reply->size)
			memcpy(data, reply->data, reply->size);
		reply->data = data;
		reply->room = room;
		reply->owned = 1;
	}
	if (size)
		memcpy(reply->data + reply->size, bytes, size);
	reply->size += size;
}

void sk_reply_free(struct sk_reply *reply)
{
	if (reply->owned)
		free(reply->data);
	memset(reply, 0, sizeof *reply);
}
