/* calls.h - what the rules behind the calls of calls.def share
 *
 * Each call is a function call_<name>: those in calls.c are its own, the others are named here.
 */
#pragma once

#include "sim/rules/diagnose.h"

/* args: as many as the call takes. *result is 0 before. */
#define CALL_ARGUMENTS SimRun *run, const uint64_t *args, uint64_t *result

/* context.c */
void call_spin_lock_init         (CALL_ARGUMENTS);
void call_spin_lock              (CALL_ARGUMENTS);
void call_spin_lock_irq          (CALL_ARGUMENTS);
void call_spin_lock_irqsave      (CALL_ARGUMENTS);
void call_spin_lock_bh           (CALL_ARGUMENTS);
void call_spin_trylock           (CALL_ARGUMENTS);
void call_spin_unlock            (CALL_ARGUMENTS);
void call_spin_unlock_irq        (CALL_ARGUMENTS);
void call_spin_unlock_irqrestore (CALL_ARGUMENTS);
void call_spin_unlock_bh         (CALL_ARGUMENTS);
void call_spin_is_locked         (CALL_ARGUMENTS);
void call_preempt_disable        (CALL_ARGUMENTS);
void call_preempt_enable         (CALL_ARGUMENTS);
void call_get_cpu                (CALL_ARGUMENTS);
void call_put_cpu                (CALL_ARGUMENTS);
void call_local_irq_disable      (CALL_ARGUMENTS);
void call_local_irq_enable       (CALL_ARGUMENTS);
void call_local_irq_save         (CALL_ARGUMENTS);
void call_local_irq_restore      (CALL_ARGUMENTS);
void call_local_bh_disable       (CALL_ARGUMENTS);
void call_local_bh_enable        (CALL_ARGUMENTS);

/* context-ask.c */
void call_might_sleep            (CALL_ARGUMENTS);
void call_schedule               (CALL_ARGUMENTS);
void call_msleep                 (CALL_ARGUMENTS);
void call_preempt_count          (CALL_ARGUMENTS);
void call_irqs_disabled          (CALL_ARGUMENTS);
void call_in_interrupt           (CALL_ARGUMENTS);
void call_in_hardirq             (CALL_ARGUMENTS);
void call_in_serving_softirq     (CALL_ARGUMENTS);
void call_in_softirq             (CALL_ARGUMENTS);
void call_in_task                (CALL_ARGUMENTS);
void call_in_atomic              (CALL_ARGUMENTS);

/* calls-look.c */
void call_wmark_pages            (CALL_ARGUMENTS);
void call_lowmem_reserve         (CALL_ARGUMENTS);
void call_zone_watermark_ok      (CALL_ARGUMENTS);
void call_nr_reserved_highatomic (CALL_ARGUMENTS);
void call_pcp_count              (CALL_ARGUMENTS);
void call_pcp_high               (CALL_ARGUMENTS);
void call_pcp_batch              (CALL_ARGUMENTS);
void call_fragmentation_index    (CALL_ARGUMENTS);
void call_unusable_free_index    (CALL_ARGUMENTS);
void call_first_zone_of          (CALL_ARGUMENTS);
void call_may_sleep              (CALL_ARGUMENTS);
void call_set_min_free_kbytes    (CALL_ARGUMENTS);

/* mapping/vmalloc.c */
void call_vmalloc                (CALL_ARGUMENTS);
void call_vzalloc                (CALL_ARGUMENTS);
void call_vfree                  (CALL_ARGUMENTS);
void call_kvmalloc               (CALL_ARGUMENTS);
void call_kvzalloc               (CALL_ARGUMENTS);
void call_kvfree                 (CALL_ARGUMENTS);
void call_vm_unmap_aliases       (CALL_ARGUMENTS);
void call_vmalloc_to_page        (CALL_ARGUMENTS);
void call_vmalloc_to_pfn         (CALL_ARGUMENTS);
void call_is_vmalloc_addr        (CALL_ARGUMENTS);
void call_area_at                (CALL_ARGUMENTS);
void call_area_size              (CALL_ARGUMENTS);
void call_lazy_pages             (CALL_ARGUMENTS);

/* mapping/ioremap.c */
void call_ioremap                (CALL_ARGUMENTS);
void call_ioremap_nocache        (CALL_ARGUMENTS);
void call_ioremap_uc             (CALL_ARGUMENTS);
void call_ioremap_wc             (CALL_ARGUMENTS);
void call_ioremap_cache          (CALL_ARGUMENTS);
void call_iounmap                (CALL_ARGUMENTS);

/* mapping/kmap.c */
void call_kmap                   (CALL_ARGUMENTS);
void call_kunmap                 (CALL_ARGUMENTS);
void call_kmap_local_page        (CALL_ARGUMENTS);
void call_kunmap_local           (CALL_ARGUMENTS);
void call_kmap_atomic            (CALL_ARGUMENTS);
void call_kunmap_atomic          (CALL_ARGUMENTS);

/* objects/calls-objects.c */
void call_kmalloc                (CALL_ARGUMENTS);
void call_kzalloc                (CALL_ARGUMENTS);
void call_kmalloc_array          (CALL_ARGUMENTS);
void call_kcalloc                (CALL_ARGUMENTS);
void call_krealloc               (CALL_ARGUMENTS);
void call_kfree                  (CALL_ARGUMENTS);
void call_ksize                  (CALL_ARGUMENTS);
void call_kmem_cache_create      (CALL_ARGUMENTS);
void call_kmem_cache_destroy     (CALL_ARGUMENTS);
void call_kmem_cache_alloc       (CALL_ARGUMENTS);
void call_kmem_cache_zalloc      (CALL_ARGUMENTS);
void call_kmem_cache_free        (CALL_ARGUMENTS);
void call_kmem_cache_shrink      (CALL_ARGUMENTS);
void call_kmem_cache_size        (CALL_ARGUMENTS);
void call_cache_reap             (CALL_ARGUMENTS);

/* objects/mempool.c */
void call_mempool_create_kmalloc_pool (CALL_ARGUMENTS);
void call_mempool_create_slab_pool    (CALL_ARGUMENTS);
void call_mempool_create_page_pool    (CALL_ARGUMENTS);
void call_mempool_alloc               (CALL_ARGUMENTS);
void call_mempool_free                (CALL_ARGUMENTS);
void call_mempool_destroy             (CALL_ARGUMENTS);

/* objects/look-objects.c */
void call_cache_of               (CALL_ARGUMENTS);
void call_cache_named            (CALL_ARGUMENTS);
void call_slab_list_of           (CALL_ARGUMENTS);
void call_slab_active            (CALL_ARGUMENTS);
void call_slab_colour            (CALL_ARGUMENTS);
void call_object_index           (CALL_ARGUMENTS);
void call_object_in_use          (CALL_ARGUMENTS);
void call_in_array               (CALL_ARGUMENTS);
void call_objs_per_slab          (CALL_ARGUMENTS);
void call_objects_in_use         (CALL_ARGUMENTS);
void call_nr_slabs               (CALL_ARGUMENTS);
void call_array_avail            (CALL_ARGUMENTS);
void call_array_limit            (CALL_ARGUMENTS);
void call_array_batch            (CALL_ARGUMENTS);
void call_shared_avail           (CALL_ARGUMENTS);
void call_pool_reserve           (CALL_ARGUMENTS);

/* The zone of a name given as an argument; SIM_NO_ZONE: none. */
SimZoneId zone_asked (SimRun *run, uint64_t name);

/* Somebody is about to sleep, or says that he might: diagnosed where the CPU may not. */
void context_check_sleep (SimRun *run, SimSleeper who, uint32_t gfp);
