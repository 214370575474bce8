/* format.h - printk's formats, and values as the kernel would show them
 */
#pragma once

#include "scenario/program.h"

typedef enum {
  CONVERSION_NONE,                /* the end of the format */
  CONVERSION_PERCENT,
  CONVERSION_SIGNED, CONVERSION_UNSIGNED, CONVERSION_HEX, CONVERSION_OCTAL, CONVERSION_CHARACTER,
  CONVERSION_STRING,
  CONVERSION_POINTER,             /* %p, %px: no_hash_pointers is assumed */
  CONVERSION_PHYS,                /* %pa: pointer to a phys_addr_t */
  CONVERSION_GFP,                 /* %pGg: pointer to a gfp_t */
  CONVERSION_UNKNOWN
} ConversionKind;

typedef struct {
  ConversionKind kind;
  size_t   first, end;            /* bytes of the format, half-open */
  unsigned size;                  /* of the number: 1, 2, 4, 8; 0: as long */
  unsigned width;
  int      precision;             /* -1: none */
  gboolean left, zero, plus, space, alternate, upper;
} Conversion;

/* The next conversion at or after `from`. */
Conversion format_next   (const char *format, size_t length, size_t from);
/* One number by its conversion. */
void       format_number (GString *out, const Conversion *conversion, unsigned long_size, uint64_t value);
void       format_text   (GString *out, const Conversion *conversion, const char *text, size_t length);
void       format_gfp    (GString *out, const SimProfile *profile, uint32_t gfp);

/* A value of a type. machine: to name the page frame of an address; may be NULL. */
char      *format_value  (const Program *program, const SimMachine *machine, const ScriptType *type, uint64_t value);
/* What lies in the script's memory at address; a structure or array in braces. */
char      *format_object (const Program *program, const SimMachine *machine, const ScriptType *type, uint64_t address);
