#include "guard.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

/* A mapping; `start` is 0 while the place is free. Places are used again and never freed: a handler may look at them. */
struct place {
	uintptr_t start;
	size_t size;
	int *lost;
	struct place *next;
};

static struct place *places;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sigaction before;
static uintptr_t page_mask;
static int handling;

static void on_bus(int number, siginfo_t *info, void *context)
{
	uintptr_t at = (uintptr_t)info->si_addr;
	int saved = errno;

	for (struct place *place = __atomic_load_n(&places, __ATOMIC_ACQUIRE); place; place = place->next) {
		uintptr_t start = __atomic_load_n(&place->start, __ATOMIC_ACQUIRE);

		if (info->si_code > 0 && start && at >= start && at - start < place->size) {
			uintptr_t page = at & ~page_mask;
			void *zeros = mmap((void *)page, place->size - (page - start), PROT_READ,
					   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);

			if (zeros == MAP_FAILED)
				break;
			__atomic_store_n(place->lost, 1, __ATOMIC_RELEASE);
			errno = saved;
			return;
		}
	}
	errno = saved;
	if (before.sa_flags & SA_SIGINFO) {
		before.sa_sigaction(number, info, context);
	} else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
		before.sa_handler(number);
	} else if (info->si_code > 0) {
		signal(SIGBUS, SIG_DFL); /* it comes again, and does what it would have done */
	} else if (before.sa_handler == SIG_DFL) {
		/* Somebody has sent it, once. */
		signal(SIGBUS, SIG_DFL);
		raise(SIGBUS);
	}
}

/* A child must not find the lock held by a thread that it does not have. */
static void before_fork(void)
{
	pthread_mutex_lock(&lock);
}

static void after_fork(void)
{
	pthread_mutex_unlock(&lock);
}

static void guard_forks(void)
{
	pthread_atfork(before_fork, after_fork, after_fork);
}

static void handle(void)
{
	struct sigaction action = {.sa_sigaction = on_bus, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART};

	page_mask = (uintptr_t)sysconf(_SC_PAGESIZE) - 1;
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGBUS, NULL, &before) == 0 && sigaction(SIGBUS, &action, NULL) == 0)
		handling = 1;
}

void kg_watch(const void *map, size_t size, int *lost)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct place *place;

	pthread_once(&once, guard_forks);
	pthread_mutex_lock(&lock);
	if (!handling)
		handle();
	for (place = places; place && place->start; place = place->next)
		;
	if (!place && (place = calloc(1, sizeof *place)) != NULL) {
		place->next = places;
		__atomic_store_n(&places, place, __ATOMIC_RELEASE);
	}
	if (place) {
		place->size = size;
		place->lost = lost;
		__atomic_store_n(&place->start, (uintptr_t)map, __ATOMIC_RELEASE);
	}
	pthread_mutex_unlock(&lock);
}

void kg_forget(const void *map)
{
	pthread_mutex_lock(&lock);
	for (struct place *place = places; place; place = place->next)
		if (place->start == (uintptr_t)map)
			__atomic_store_n(&place->start, 0, __ATOMIC_RELEASE);
	pthread_mutex_unlock(&lock);
}
