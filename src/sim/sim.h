/* sim.h - the modelled kernel: front door, all that other layers may include */
#pragma once

#include "address-space.h"
#include "call.h"
#include "event.h"
#include "kmap.h"
#include "machine.h"
#include "pools.h"
#include "profile.h"
#include "read.h"
#include "run.h"
#include "slabs.h"
#include "snapshot.h"
#include "types.h"
#include "vmap.h"
#include "words.h"
