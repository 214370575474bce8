/* address-space.h - where the ranges of the kernel's addresses begin and end; see sim/address-space.h */
#pragma once

#include "sim/address-space.h"
#include "sim/profile.h"

uint64_t mapping_page_offset (const SimMachineSpec *spec);
/* Is it one that the kernel can be built with? */
bool     mapping_can_split   (const SimMachineSpec *spec);
/* 32 bits: VMALLOC_END, from which follows how much memory can have a logical address. */
uint64_t mapping_vmalloc_end (const SimMachineSpec *spec);
/* lowmem_end: first frame without a logical address. */
void     mapping_lay_out     (const SimMachineSpec *spec, SimPfn lowmem_end, SimAddressSpace *space);
