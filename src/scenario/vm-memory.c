#include "vm.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* --- the script's own memory ----------------------------------------------------------------- */

static uint64_t
low_bytes (unsigned n)
{
  return n >= 8 ? UINT64_MAX : (UINT64_C (1) << 8 * n) - 1;
}

/* Bytes of script memory, and which of them have a value, as a mask of bits. */
static uint64_t
read_raw (const SimMachine *machine,
          uint32_t          offset,
          unsigned          width,
          unsigned         *known)
{
  unsigned shift = offset % 8, n = MIN (width, 8 - shift);
  uint64_t value = sim_word (machine, script_word_of (offset)) >> 8 * shift & low_bytes (n);

  *known = sim_word (machine, script_known_word_of (offset)) >> offset % 64 & ((1u << n) - 1);
  if (n < width)
    {
      unsigned more;

      value |= read_raw (machine, offset + n, width - n, &more) << 8 * n;
      *known |= more << n;
    }
  return value;
}

static void
write_raw (SimRun  *run,
           uint32_t offset,
           unsigned width,
           uint64_t value,
           unsigned known)
{
  unsigned shift = offset % 8, n = MIN (width, 8 - shift);
  uint32_t word = script_word_of (offset), known_word = script_known_word_of (offset);
  uint64_t mask = low_bytes (n) << 8 * shift, known_mask = ((UINT64_C (1) << n) - 1) << offset % 64;

  sim_run_set_word (run, word, (sim_word (run->machine, word) & ~mask) | (value << 8 * shift & mask));
  sim_run_set_word (run, known_word,
                    (sim_word (run->machine, known_word) & ~known_mask) | ((uint64_t) known << offset % 64 & known_mask));
  if (n < width)
    write_raw (run, offset + n, width - n, value >> 8 * n, known >> n);
}

/* Offset in script memory; UINT32_MAX: not there. */
static uint32_t
offset_of (const SimProfile *profile,
           uint64_t          address,
           uint64_t          n)
{
  uint64_t offset = address - script_base (profile);

  if (address < script_base (profile) || offset >= SCRIPT_MEMORY_SIZE || n > SCRIPT_MEMORY_SIZE - offset || offset < SCRIPT_FRAMES)
    return UINT32_MAX;
  return offset;
}

/* The text in which an address lies, and where in it. */
static const char *
string_at (const Program *program,
           uint64_t       address,
           size_t        *at)
{
  uint64_t offset = address - script_string_base (program->profile);

  if (address < script_string_base (program->profile)
      || offset / SCRIPT_STRING_STRIDE >= (uint64_t) SIM_N_OWN_STRINGS + SCRIPT_MAX_STRINGS)
    return NULL;
  const char *text = program_string_text (program, offset / SCRIPT_STRING_STRIDE);
  *at = offset % SCRIPT_STRING_STRIDE;
  return text != NULL && *at <= strlen (text) ? text : NULL;
}

gboolean
script_memory_read (const SimMachine *machine,
                    const SimProfile *profile,
                    uint64_t          address,
                    unsigned          width,
                    uint64_t         *value)
{
  uint32_t offset = offset_of (profile, address, width);
  unsigned known;

  if (offset == UINT32_MAX)
    return FALSE;
  *value = read_raw (machine, offset, width, &known);
  return known == (1u << width) - 1;
}

/* --- any memory ------------------------------------------------------------------------------ */

static gboolean
bad_access (Vm      *vm,
            uint64_t address,
            gboolean is_write)
{
  /* A diagnosis of the modelled kernel stands among the events; here is where it happened. */
  if (address < SIM_PAGE_SIZE)
    vm_fail (vm, _("Check what a function gave before using it: it is NULL where there was no memory."),
             is_write ? _("This writes through a NULL pointer, to address 0x%" PRIx64 ".")
                      : _("This reads through a NULL pointer, at address 0x%" PRIx64 "."), address);
  else
    vm_fail (vm, _("What can be read and written: variables, and pages that have a kernel address."),
             is_write ? _("This writes to address 0x%" PRIx64 ", where no memory is.")
                      : _("This reads at address 0x%" PRIx64 ", where no memory is."), address);
  return FALSE;
}

gboolean
vm_read (Vm       *vm,
         uint64_t  address,
         unsigned  width,
         uint64_t *value)
{
  uint32_t offset = offset_of (vm->program->profile, address, width);
  size_t at;

  if (offset != UINT32_MAX)
    {
      unsigned known;

      *value = read_raw (vm->run->machine, offset, width, &known);
      if (known == (1u << width) - 1)
        return TRUE;
      g_autofree char *text = vm_dup_here (vm);
      vm_fail (vm, _("Give it a value where it is declared."), _("“%s” is used before it has a value."), text);
      return FALSE;
    }

  const char *text = string_at (vm->program, address, &at);
  if (text != NULL)
    {
      *value = 0;
      for (unsigned i = 0; i < width; i++)
        {
          if (at + i > strlen (text))
            return bad_access (vm, address + i, FALSE);
          *value |= (uint64_t) (guchar) text[at + i] << 8 * i;
        }
      return TRUE;
    }

  if (!sim_run_read_memory (vm->run, address, width, value))
    return bad_access (vm, address, FALSE);
  return TRUE;
}

gboolean
vm_write (Vm      *vm,
          uint64_t address,
          unsigned width,
          uint64_t value)
{
  uint32_t offset = offset_of (vm->program->profile, address, width);
  size_t at;

  if (offset != UINT32_MAX)
    {
      write_raw (vm->run, offset, width, value, (1u << width) - 1);
      return TRUE;
    }
  if (string_at (vm->program, address, &at) != NULL)
    {
      vm_fail (vm, _("Copy it into an array, as “char text[] = \"…\";” does."), _("A text between quotation marks cannot be written to."));
      return FALSE;
    }
  if (!sim_run_write_memory (vm->run, address, value & low_bytes (width), width))
    return bad_access (vm, address, TRUE);
  return TRUE;
}

void
vm_note_access (Vm       *vm,
                uint64_t  address,
                unsigned  width,
                gboolean  is_write)
{
  for (unsigned i = vm->n_indexed; i > 0 && i + G_N_ELEMENTS (vm->indexed) > vm->n_indexed; i--)
    {
      unsigned slot = (i - 1) % G_N_ELEMENTS (vm->indexed);

      if (address < vm->indexed[slot].first || address - vm->indexed[slot].first >= vm->indexed[slot].size)
        continue;
      sim_run_note_access (vm->run, vm->indexed[slot].base, address, width, is_write);
      return;
    }
}

/* The most bytes that can go at once from one place and to another. */
static unsigned
chunk (uint64_t a,
       uint64_t b,
       uint64_t n)
{
  unsigned width = 8;

  while (width > 1 && (width > n || a % width != 0 || b % width != 0))
    width /= 2;
  return width;
}

gboolean
vm_copy (Vm      *vm,
         uint64_t to,
         uint64_t from,
         uint64_t n)
{
  const SimProfile *profile = vm->program->profile;
  uint32_t to_offset = offset_of (profile, to, n), from_offset = offset_of (profile, from, n);
  /* Overlapping, as memmove () does it. */
  gboolean is_backwards = to > from && to - from < n;

  if (!vm_work (vm, n / 8))
    return FALSE;
  for (uint64_t done = 0; done < n;)
    {
      unsigned width = is_backwards ? 1 : chunk (to + done, from + done, n - done);
      uint64_t at = is_backwards ? n - done - 1 : done, value;
      unsigned known = (1u << width) - 1;

      /* What has no value may be copied: the padding of a structure has none. */
      if (from_offset != UINT32_MAX)
        value = read_raw (vm->run->machine, from_offset + at, width, &known);
      else if (!vm_read (vm, from + at, width, &value))
        return FALSE;
      if (to_offset != UINT32_MAX)
        write_raw (vm->run, to_offset + at, width, value, known);
      else if (!vm_write (vm, to + at, width, value))
        return FALSE;
      done += width;
    }
  return TRUE;
}

gboolean
vm_fill (Vm      *vm,
         uint64_t to,
         uint8_t  byte,
         uint64_t n)
{
  if (!vm_work (vm, n / 8))
    return FALSE;
  for (uint64_t done = 0; done < n;)
    {
      unsigned width = chunk (to + done, 0, n - done);

      if (!vm_write (vm, to + done, width, byte * UINT64_C (0x0101010101010101)))
        return FALSE;
      done += width;
    }
  return TRUE;
}

gboolean
vm_forget (Vm      *vm,
           uint64_t address,
           uint64_t n)
{
  uint32_t offset = offset_of (vm->program->profile, address, n);

  if (offset == UINT32_MAX)
    return bad_access (vm, address, TRUE);
  if (!vm_work (vm, n / 64))
    return FALSE;
  for (uint32_t at = offset; at < offset + n;)
    {
      uint32_t word = script_known_word_of (at), end = MIN ((at / 64 + 1) * 64, offset + n);
      uint64_t mask = (end - at >= 64 ? UINT64_MAX : (UINT64_C (1) << (end - at)) - 1) << at % 64;

      sim_run_set_word (vm->run, word, sim_word (vm->run->machine, word) & ~mask);
      at = end;
    }
  return TRUE;
}

char *
vm_dup_text (Vm       *vm,
             uint64_t  address,
             size_t   *length)
{
  g_autoptr (GString) bytes = g_string_new (NULL);
  size_t at;
  const char *text = string_at (vm->program, address, &at);

  if (text != NULL)
    {
      *length = strlen (text + at);
      return g_strdup (text + at);
    }
  while (bytes->len < 4096)
    {
      uint64_t value;

      if (!vm_read (vm, address + bytes->len, 1, &value))
        return NULL;
      if (value == 0)
        break;
      g_string_append_c (bytes, (char) value);
    }
  *length = bytes->len;
  return g_string_free (g_steal_pointer (&bytes), FALSE);
}
