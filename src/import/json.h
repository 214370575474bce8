/* json.h - JSON, read strictly, with the place of every value; private to the importers
 *
 * Models      RFC 8259
 * Leaves out  numbers other than whole ones from 0 to 2^64 - 1 keep no value; \u escapes above the basic
 *             plane must come in pairs
 * Limits      JSON_MAX_DEPTH levels, JSON_MAX_VALUES values; a key stands once in an object
 */
#pragma once

#include <stdint.h>

#include "import/text.h"

#define JSON_MAX_DEPTH  64
#define JSON_MAX_VALUES (1u << 20)

typedef enum {
  JSON_KIND_NULL,
  JSON_KIND_BOOLEAN,
  JSON_KIND_NUMBER,
  JSON_KIND_STRING,
  JSON_KIND_ARRAY,
  JSON_KIND_OBJECT
} JsonKind;

typedef struct JsonValue JsonValue;
struct JsonValue {
  JsonKind   kind;
  gboolean   has_number;          /* the number is a whole one that fits */
  uint64_t   number;              /* of a boolean: 0 or 1 */
  char      *string;              /* owned */
  GPtrArray *children;            /* JsonValue *, of an array or object; owned */
  GHashTable *members;            /* of an object: key (borrowed) to JsonValue *; owned */
  char      *key;                 /* in its object; owned */
  const char *from, *to;          /* where it stands in the text */
};

/* The whole text as one value, owned by the caller. NULL: see the text's messages. */
JsonValue *json_value_parse (ImportText *text);
void       json_value_free  (JsonValue *value);

/* NULL: none of that name, or not an object. */
const JsonValue *json_value_member (const JsonValue *object, const char *key);
/* A number, or a string that holds one: "0x1000", "4096". */
gboolean         json_value_to_u64 (const JsonValue *value, uint64_t *number);
/* An error about the value, said in the text's messages. Returns FALSE. */
gboolean         json_complain (const JsonValue *value, ImportText *text, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* A member that must be there: what is missing or wrong is said. FALSE, NULL: it was. */
gboolean         json_read_number (const JsonValue *object, ImportText *text, const char *key, uint64_t most, uint64_t *number);
const JsonValue *json_read_list   (const JsonValue *object, ImportText *text, const char *key);
const JsonValue *json_read_object (const JsonValue *object, ImportText *text, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (JsonValue, json_value_free)
