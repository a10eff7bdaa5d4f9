/*
 * An engine in a process of its own: for 32-bit programs, and where no Python can be loaded into this process.
 *
 * The program must not notice that it has a child: no SIGCHLD, nothing for its wait() to find. So the helper is the child
 * of a short-lived process that sends no signal when it ends. The helper ends when it reads the end of its socket, which
 * the kernel closes with the program.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "link.h"

#define HELPER_FD 3
#define MAX_REPLY (1u << 28)
#define NOT_STARTED UINT32_MAX /* instead of an op: the value says why there is no interpreter */

extern char **environ;

struct header { /* both ways */
	uint32_t op, abi;
	uint64_t handle; /* in an answer: the value */
	uint64_t size;   /* of what follows */
};

/* Runs in a copy of the program of which only this thread is left: nothing but system calls from here on. */
static void become_helper(int fd, char *const *argv, char *const *environment)
{
	struct header answer = {NOT_STARTED, SUNKVM_ABI, 0, 0};
	struct sigaction act;
	sigset_t none;
	int null;

	for (int signal = 1; signal < NSIG; signal++) {
		memset(&act, 0, sizeof act);
		act.sa_handler = SIG_DFL;
		sigaction(signal, &act, NULL);
	}
	act.sa_handler = SIG_IGN; /* ^C is for the program; it decides, and the helper ends with it */
	sigaction(SIGINT, &act, NULL);
	sigaction(SIGQUIT, &act, NULL);
	sigaction(SIGPIPE, &act, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (dup2(fd, HELPER_FD) < 0)
		_exit(127);
	if (fd == HELPER_FD)
		fcntl(fd, F_SETFD, 0);
	null = open("/dev/null", O_RDWR);
	for (int i = 0; i < 3; i++)
		if (null != i)
			dup2(null, i);
	if (syscall(SYS_close_range, HELPER_FD + 1, ~0u, 0) < 0)
		for (int i = HELPER_FD + 1; i < 65536; i++)
			close(i);
	execve(argv[0], argv, environment);
	answer.handle = (uint64_t)-errno;
	send(HELPER_FD, &answer, sizeof answer, MSG_NOSIGNAL);
	_exit(127);
}

/* Make a copy of this process that tells nobody when it ends, without the handlers that fork() runs. */
static pid_t copy_process(void)
{
	return (pid_t)syscall(SYS_clone, 0, 0, 0, 0, 0);
}

/* The environment without what concerns the loader of a program of another width; empty in a set-id program. */
static char **helper_environment(void)
{
	size_t count = 0, kept = 0;
	char **copy;

	while (environ && environ[count])
		count++;
	if (!(copy = calloc(count + 1, sizeof *copy)))
		return NULL;
	/* secure_getenv gives nothing in a set-id program, whatever the name. */
	for (size_t i = 0; i < count; i++) {
		char name[256];
		size_t length = strcspn(environ[i], "=");

		if (length >= sizeof name || !strncmp(environ[i], "LD_", 3))
			continue;
		memcpy(name, environ[i], length);
		name[length] = 0;
		if (secure_getenv(name))
			copy[kept++] = environ[i];
	}
	return copy;
}

/* A socket pair above the first three descriptors, which a program may have closed, and may open again. */
static int make_sockets(int pair[2])
{
	int low[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, low) < 0)
		return -errno;
	pair[0] = fcntl(low[0], F_DUPFD_CLOEXEC, HELPER_FD + 1);
	pair[1] = fcntl(low[1], F_DUPFD_CLOEXEC, HELPER_FD + 1);
	close(low[0]);
	close(low[1]);
	if (pair[0] >= 0 && pair[1] >= 0)
		return 0;
	if (pair[0] >= 0)
		close(pair[0]);
	if (pair[1] >= 0)
		close(pair[1]);
	return -EMFILE;
}

int sk_helper_start(const struct sk_place *place)
{
	char script[sizeof place->package + 32];
	char *argv[] = {(char *)place->python, "-I", "-S", "-B", script, NULL};
	char *by_name[] = {(char *)place->python, "-I", "-B", "-m", "sunkvm._helper", NULL};
	char **environment;
	sigset_t all, old;
	int pair[2] = {-1, -1}, error, status = 0;
	pid_t pid;

	if (access(place->python, X_OK) < 0)
		return -ENOENT;
	if ((error = make_sockets(pair)) < 0)
		return error;
	if (!(environment = helper_environment())) {
		close(pair[0]);
		close(pair[1]);
		return -ENOMEM;
	}
	snprintf(script, sizeof script, "%s/sunkvm/_helper.py", place->package);
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &old);
	pid = copy_process();
	error = errno;
	if (pid == 0) {
		pid = copy_process();
		if (pid == 0)
			become_helper(pair[1], access(script, R_OK) == 0 ? argv : by_name, environment);
		syscall(SYS_exit_group, pid < 0); /* nothing of a sanitizer's, which may wait for other threads' locks */
	}
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	free(environment);
	close(pair[1]);
	if (pid < 0) {
		close(pair[0]);
		return -error;
	}
	while (waitpid(pid, &status, __WCLONE) < 0 && errno == EINTR)
		;
	if (status != 0) { /* there was no second copy */
		close(pair[0]);
		return -EAGAIN;
	}
	return pair[0];
}

static int send_all(int fd, struct iovec *part, size_t parts)
{
	struct msghdr message = {.msg_iov = part, .msg_iovlen = parts};

	while (message.msg_iovlen) {
		ssize_t sent = sendmsg(fd, &message, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return -EPIPE;
		while (message.msg_iovlen && (size_t)sent >= message.msg_iov->iov_len) {
			sent -= (ssize_t)message.msg_iov->iov_len;
			message.msg_iov++;
			message.msg_iovlen--;
		}
		if (message.msg_iovlen) {
			message.msg_iov->iov_base = (char *)message.msg_iov->iov_base + sent;
			message.msg_iov->iov_len -= (size_t)sent;
		}
	}
	return 0;
}

static int receive_all(int fd, void *buf, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t got = recv(fd, (char *)buf + done, size - done, MSG_WAITALL);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -EPIPE;
		done += (size_t)got;
	}
	return 0;
}

int64_t sk_helper_call(int fd, uint32_t op, uint64_t handle, const void *request, size_t size, struct sk_reply *reply)
{
	struct header header = {op, SUNKVM_ABI, handle, size};
	struct iovec part[] = {{&header, sizeof header}, {(void *)request, size}};

	if (send_all(fd, part, size ? 2 : 1) < 0 || receive_all(fd, &header, sizeof header) < 0 ||
	    header.abi != SUNKVM_ABI || header.size > MAX_REPLY)
		return -EPIPE;
	if (header.size > reply->room - reply->size) {
		char *data = realloc(reply->owned ? reply->data : NULL, (size_t)header.size);

		if (!data) {
			reply->failed = 1;
			return -EPIPE; /* the stream is out of step now: as good as dead */
		}
		reply->data = data;
		reply->room = (size_t)header.size;
		reply->owned = 1;
		reply->size = 0;
	}
	if (header.size && receive_all(fd, reply->data + reply->size, (size_t)header.size) < 0)
		return -EPIPE;
	reply->size += (size_t)header.size;
	if (header.op == NOT_STARTED) {
		const char *why = strerror((int)-(int64_t)header.handle);

		reply->size = 0;
		sk_reply_put(reply, "cannot start the engine: ", 25);
		sk_reply_put(reply, why, strlen(why) + 1);
	}
	reply->value = (int64_t)header.handle == -EPIPE ? -EIO : (int64_t)header.handle; /* it is not gone */
	return reply->value;
}
