#include "words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const ScriptConstant constants[] = {
  { "NULL", CONSTANT_NULL, 0 }, { "true", CONSTANT_BOOL, 1 }, { "false", CONSTANT_BOOL, 0 },
  { "PAGE_SHIFT", CONSTANT_INT, SIM_PAGE_SHIFT }, { "PAGE_SIZE", CONSTANT_ULONG, SIM_PAGE_SIZE },
  { "SZ_1", CONSTANT_INT, 1 }, { "SZ_2", CONSTANT_INT, 2 }, { "SZ_4", CONSTANT_INT, 4 }, { "SZ_8", CONSTANT_INT, 8 },
  { "SZ_16", CONSTANT_INT, 16 }, { "SZ_32", CONSTANT_INT, 32 }, { "SZ_64", CONSTANT_INT, 64 },
  { "SZ_128", CONSTANT_INT, 128 }, { "SZ_256", CONSTANT_INT, 256 }, { "SZ_512", CONSTANT_INT, 512 },
  { "SZ_1K", CONSTANT_INT, 1u << 10 }, { "SZ_2K", CONSTANT_INT, 1u << 11 }, { "SZ_4K", CONSTANT_INT, 1u << 12 },
  { "SZ_8K", CONSTANT_INT, 1u << 13 }, { "SZ_16K", CONSTANT_INT, 1u << 14 }, { "SZ_32K", CONSTANT_INT, 1u << 15 },
  { "SZ_64K", CONSTANT_INT, 1u << 16 }, { "SZ_128K", CONSTANT_INT, 1u << 17 }, { "SZ_256K", CONSTANT_INT, 1u << 18 },
  { "SZ_512K", CONSTANT_INT, 1u << 19 }, { "SZ_1M", CONSTANT_INT, 1u << 20 }, { "SZ_2M", CONSTANT_INT, 1u << 21 },
  { "SZ_4M", CONSTANT_INT, 1u << 22 }, { "SZ_8M", CONSTANT_INT, 1u << 23 }, { "SZ_16M", CONSTANT_INT, 1u << 24 },
  { "SZ_32M", CONSTANT_INT, 1u << 25 }, { "SZ_64M", CONSTANT_INT, 1u << 26 }, { "SZ_128M", CONSTANT_INT, 1u << 27 },
  { "SZ_256M", CONSTANT_INT, 1u << 28 }, { "SZ_512M", CONSTANT_INT, 1u << 29 }, { "SZ_1G", CONSTANT_INT, 1u << 30 },
  { "SZ_2G", CONSTANT_ULONG, UINT64_C (1) << 31 }, { "SZ_4G", CONSTANT_ULLONG, UINT64_C (1) << 32 },
  { "SZ_8G", CONSTANT_ULLONG, UINT64_C (1) << 33 }, { "SZ_16G", CONSTANT_ULLONG, UINT64_C (1) << 34 },
  { "SZ_32G", CONSTANT_ULLONG, UINT64_C (1) << 35 }, { "SZ_64G", CONSTANT_ULLONG, UINT64_C (1) << 36 },
  { "INT_MAX", CONSTANT_INT, 0x7fffffff }, { "U8_MAX", CONSTANT_INT, 0xff }, { "U16_MAX", CONSTANT_INT, 0xffff },
  { "SLAB_HWCACHE_ALIGN", CONSTANT_INT, SIM_SLAB_HWCACHE_ALIGN }, { "SLAB_CACHE_DMA", CONSTANT_INT, SIM_SLAB_CACHE_DMA },
  { "SLAB_PANIC", CONSTANT_INT, SIM_SLAB_PANIC }, { "SLAB_RECLAIM_ACCOUNT", CONSTANT_INT, SIM_SLAB_RECLAIM_ACCOUNT },
  { "SLAB_TEMPORARY", CONSTANT_INT, SIM_SLAB_RECLAIM_ACCOUNT }, { "SLAB_TYPESAFE_BY_RCU", CONSTANT_INT, SIM_SLAB_TYPESAFE_BY_RCU },
  { "SLAB_MEM_SPREAD", CONSTANT_INT, SIM_SLAB_MEM_SPREAD }, { "SLAB_ACCOUNT", CONSTANT_INT, 0x04000000 },
  { "mem_map", CONSTANT_MACHINE, VALUE_MEM_MAP }, { "high_memory", CONSTANT_MACHINE, VALUE_HIGH_MEMORY },
  { "max_low_pfn", CONSTANT_MACHINE, VALUE_MAX_LOW_PFN }, { "nr_cpu_ids", CONSTANT_MACHINE, VALUE_N_CPUS },
  { "PAGE_OFFSET", CONSTANT_MACHINE, VALUE_PAGE_OFFSET }, { "VMALLOC_START", CONSTANT_MACHINE, VALUE_VMALLOC_START },
  { "VMALLOC_END", CONSTANT_MACHINE, VALUE_VMALLOC_END }, { "PKMAP_BASE", CONSTANT_MACHINE, VALUE_PKMAP_BASE },
  { "LAST_PKMAP", CONSTANT_MACHINE, VALUE_LAST_PKMAP }, { "FIXADDR_START", CONSTANT_MACHINE, VALUE_FIXADDR_START },
  { "FIXADDR_TOP", CONSTANT_MACHINE, VALUE_FIXADDR_TOP },
};

/* include/uapi/asm-generic/errno-base.h and errno.h */
static const struct {
  const char *name;
  int         number;
} errors[] = {
  { "EPERM", 1 }, { "ENOENT", 2 }, { "ESRCH", 3 }, { "EINTR", 4 }, { "EIO", 5 }, { "ENXIO", 6 }, { "E2BIG", 7 },
  { "EBADF", 9 }, { "ECHILD", 10 }, { "EAGAIN", 11 }, { "ENOMEM", 12 }, { "EACCES", 13 }, { "EFAULT", 14 },
  { "EBUSY", 16 }, { "EEXIST", 17 }, { "ENODEV", 19 }, { "EINVAL", 22 }, { "ENFILE", 23 }, { "EMFILE", 24 },
  { "ENOTTY", 25 }, { "EFBIG", 27 }, { "ENOSPC", 28 }, { "EPIPE", 32 }, { "ERANGE", 34 }, { "EDEADLK", 35 },
  { "ENOSYS", 38 }, { "ENODATA", 61 }, { "ETIME", 62 }, { "EPROTO", 71 }, { "EOVERFLOW", 75 }, { "EMSGSIZE", 90 },
  { "EOPNOTSUPP", 95 }, { "ETIMEDOUT", 110 }, { "ERESTARTSYS", 512 }, { "ENOTSUPP", 524 },
};

typedef enum {
  LATER_CONTEXTS, LATER_LOCKS, LATER_SLAB, LATER_VMALLOC, LATER_KMAP, LATER_PERCPU, LATER_PROCESSES, LATER_DMA, LATER_MEMPOOL, LATER_IO,
  LATER_NUMA, LATER_LISTS
} Later;

/* Words of the kernel whose subject this program does not model yet, so that nobody is left to guess. A call that
 * enters calls.def is found there before this table is looked at. */
static const struct {
  const char *prefix;             /* ended by *: any word that begins so */
  Later       subject;
} later[] = {
  { "preempt", LATER_CONTEXTS }, { "raw_spin_*", LATER_LOCKS }, { "read_lock*", LATER_LOCKS }, { "write_lock*", LATER_LOCKS },
  { "mutex_*", LATER_LOCKS }, { "DEFINE_MUTEX", LATER_LOCKS }, { "down", LATER_LOCKS }, { "up", LATER_LOCKS },
  { "as_task", LATER_CONTEXTS },
  { "request_irq", LATER_CONTEXTS }, { "free_irq", LATER_CONTEXTS }, { "wait_event*", LATER_CONTEXTS },
  { "wake_up*", LATER_CONTEXTS },
  { "kmalloc_*", LATER_SLAB }, { "kzalloc_*", LATER_SLAB }, { "kcalloc_*", LATER_SLAB }, { "krealloc_*", LATER_SLAB },
  { "kfree_*", LATER_SLAB }, { "kmem_cache_*", LATER_SLAB }, { "kstrdup", LATER_SLAB },
  { "mempool_*", LATER_MEMPOOL },
  { "vmalloc*", LATER_VMALLOC }, { "vzalloc*", LATER_VMALLOC }, { "vmap", LATER_VMALLOC }, { "vunmap", LATER_VMALLOC },
  { "vfree", LATER_VMALLOC }, { "kvmalloc*", LATER_VMALLOC }, { "kvfree", LATER_VMALLOC }, { "kvzalloc", LATER_VMALLOC },
  { "area_at", LATER_VMALLOC },
  { "ioremap*", LATER_IO }, { "iounmap", LATER_IO }, { "request_mem_region", LATER_IO }, { "release_mem_region", LATER_IO },
  { "readb", LATER_IO }, { "readw", LATER_IO }, { "readl", LATER_IO }, { "writeb", LATER_IO }, { "writew", LATER_IO },
  { "writel", LATER_IO },
  { "kmap*", LATER_KMAP }, { "kunmap*", LATER_KMAP },
  { "get_cpu_var", LATER_PERCPU }, { "put_cpu_var", LATER_PERCPU }, { "get_cpu_ptr", LATER_PERCPU },
  { "put_cpu_ptr", LATER_PERCPU }, { "alloc_percpu*", LATER_PERCPU }, { "__alloc_percpu*", LATER_PERCPU },
  { "free_percpu", LATER_PERCPU },
  { "fork", LATER_PROCESSES }, { "exec", LATER_PROCESSES }, { "exit", LATER_PROCESSES }, { "mmap", LATER_PROCESSES },
  { "munmap", LATER_PROCESSES }, { "mprotect", LATER_PROCESSES }, { "brk", LATER_PROCESSES }, { "maps", LATER_PROCESSES },
  { "remap_pfn_range", LATER_PROCESSES }, { "vm_insert_page", LATER_PROCESSES }, { "get_user_pages*", LATER_PROCESSES },
  { "copy_to_user", LATER_PROCESSES }, { "copy_from_user", LATER_PROCESSES },
  { "dma_*", LATER_DMA }, { "device", LATER_DMA }, { "device_*", LATER_DMA }, { "owner_of", LATER_DMA }, { "sg_*", LATER_DMA },
  { "alloc_pages_node", LATER_NUMA }, { "numa_*", LATER_NUMA },
  { "INIT_LIST_HEAD", LATER_LISTS }, { "LIST_HEAD", LATER_LISTS }, { "list_*", LATER_LISTS }, { "container_of", LATER_LISTS },
};

const ScriptConstant *
word_constant (const SimProfile *profile,
               const char       *name,
               ScriptConstant   *own)
{
  for (size_t i = 0; i < G_N_ELEMENTS (constants); i++)
    if (strcmp (constants[i].name, name) == 0)
      return &constants[i];

  uint64_t ulong_max = profile->bits == 64 ? UINT64_MAX : UINT32_MAX;
  *own = (ScriptConstant) { name, CONSTANT_ULONG, 0 };
  if (strcmp (name, "PAGE_MASK") == 0)
    own->value = ulong_max & ~(uint64_t) (SIM_PAGE_SIZE - 1);
  else if (strcmp (name, "ULONG_MAX") == 0)
    own->value = ulong_max;
  else if (strcmp (name, "UINT_MAX") == 0 || strcmp (name, "U32_MAX") == 0)
    own->value = UINT32_MAX;
  else if (strcmp (name, "MAX_ORDER") == 0)
    *own = (ScriptConstant) { name, CONSTANT_INT, profile->largest_order + 1u };
  else if (strcmp (name, "BITS_PER_LONG") == 0)
    *own = (ScriptConstant) { name, CONSTANT_INT, profile->bits };
  else if (strcmp (name, "pageblock_order") == 0 && profile->buddy.has_migrate_types)
    *own = (ScriptConstant) { name, CONSTANT_INT, profile->buddy.pageblock_order };
  else
    {
      for (size_t i = 0; i < G_N_ELEMENTS (errors); i++)
        if (strcmp (errors[i].name, name) == 0)
          {
            *own = (ScriptConstant) { name, CONSTANT_INT, (uint64_t) errors[i].number };
            return own;
          }
      return NULL;
    }
  return own;
}

void
word_each_constant (const SimProfile *profile,
                    void (*func) (const char *name, gpointer data),
                    gpointer data)
{
  static const char *const more[] = { "PAGE_MASK", "ULONG_MAX", "UINT_MAX", "U32_MAX", "MAX_ORDER", "BITS_PER_LONG" };

  for (size_t i = 0; i < G_N_ELEMENTS (constants); i++)
    func (constants[i].name, data);
  for (size_t i = 0; i < G_N_ELEMENTS (more); i++)
    func (more[i], data);
  if (profile->buddy.has_migrate_types)
    func ("pageblock_order", data);
  for (size_t i = 0; i < G_N_ELEMENTS (errors); i++)
    func (errors[i].name, data);
}

const char *
word_error_name (int64_t number)
{
  for (size_t i = 0; i < G_N_ELEMENTS (errors); i++)
    if (errors[i].number == number)
      return errors[i].name;
  return NULL;
}

const char *
word_refusal (const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (later); i++)
    {
      size_t n = strlen (later[i].prefix);
      gboolean is_prefix = later[i].prefix[n - 1] == '*';

      if (is_prefix ? strncmp (name, later[i].prefix, n - 1) != 0 : strcmp (name, later[i].prefix) != 0)
        continue;
      switch (later[i].subject)
        {
        case LATER_CONTEXTS:
          return _("Tasks are not modelled yet; on_cpu(n) { … }, hardirq { … } and softirq { … } are.");
        case LATER_LOCKS:
          return _("Of the kernel's locks only spinlocks are modelled: spin_lock() and its kin.");
        case LATER_SLAB:
          return _("Of the allocator of objects kmalloc(), kfree() and kmem_cache_create() with their kin are modelled, not this.");
        case LATER_MEMPOOL:
          return _("Of memory pools mempool_create_kmalloc_pool(), mempool_create_slab_pool() and mempool_create_page_pool(), mempool_alloc(), "
                   "mempool_free() and mempool_destroy() are modelled, not this.");
        case LATER_VMALLOC:
          return _("Of the vmalloc range vmalloc(), vzalloc(), vfree(), kvmalloc(), kvzalloc() and kvfree() are modelled, not this.");
        case LATER_IO:
          return _("Of devices ioremap() with its kin and iounmap() are modelled, but nothing answers there yet.");
        case LATER_KMAP:
          return _("Of mapping pages of high memory kmap(), kmap_local_page() and kmap_atomic() are modelled, not this.");
        case LATER_PERCPU:
          return _("This needs preemption or the per-CPU allocator, which are not modelled yet; per_cpu() and this_cpu_read() are there.");
        case LATER_PROCESSES:
          return _("Processes and their address spaces are not modelled yet.");
        case LATER_DMA:
          return _("Devices and DMA are not modelled yet.");
        case LATER_NUMA:
          return _("The machine has one node; nodes are not modelled yet.");
        case LATER_LISTS:
        default:
          return _("The kernel's lists are not part of the language.");
        }
    }
  return NULL;
}

const char *const *
word_teaching (void)
{
  static const char *const words[] = { "step", "say", "speaker", "look", "expect", "ask", "on_cpu", "hardirq", "softirq", "scenario", "machine", NULL };

  return words;
}

const char *const *
word_builtins (void)
{
  static const char *const words[] = {
    "printk", "pr_emerg", "pr_alert", "pr_crit", "pr_err", "pr_warn", "pr_notice", "pr_info", "pr_debug", "pr_cont",
    "memset", "memcpy", "memcmp", "strlen", "strcmp", "strcpy", "random_seeded", "per_cpu", "per_cpu_ptr", "this_cpu_ptr",
    "this_cpu_read", "this_cpu_write", "this_cpu_add", "this_cpu_sub", "this_cpu_inc", "this_cpu_dec", "ARRAY_SIZE",
    "BUG_ON", "WARN_ON", "likely", "unlikely", "min", "max", "PAGE_ALIGN", "ALIGN", "BIT", "DIV_ROUND_UP", "free_list",
    "pcp_list", "nr_mistakes", NULL,
  };

  return words;
}

const char *const *
word_statements (void)
{
  static const char *const words[] = {
    "break", "case", "continue", "default", "do", "else", "enum", "for", "goto", "if", "return", "sizeof", "static", "struct",
    "switch", "typedef", "unsigned", "while", "DEFINE_PER_CPU", "DEFINE_SPINLOCK", NULL,
  };

  return words;
}
