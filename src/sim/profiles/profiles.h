/* profiles.h - one table per kernel version and architecture */
#pragma once

#include "sim/profile.h"

extern const SimProfile sim_profile_linux_6_1_i386;
extern const SimProfile sim_profile_linux_2_6_11_i386;
