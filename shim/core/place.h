/* What a build puts beside a library that is not installed: the file libkvm.where. */
#ifndef SUNKVM_PLACE_H
#define SUNKVM_PLACE_H

/* Where things lie. */
struct sk_place {
	char engine[4096];  /* _engine.so, "" where there is none for this width */
	char package[4096]; /* the directory that holds the package sunkvm, "" where it is to be imported by name */
	char python[4096];  /* the interpreter for a helper */
	int built;          /* this is a build, not an installation: its files change without notice */
};

/* Read the file in a directory, three lines in this order; false where there is none. What is missing is "". */
int sk_place_read(struct sk_place *place, const char *directory);

#endif
