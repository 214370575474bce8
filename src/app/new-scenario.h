/* new-scenario.h - a machine is chosen for an empty scenario */
#pragma once

#include <adwaita.h>

#define PAGESCAPE_TYPE_NEW_SCENARIO (pagescape_new_scenario_get_type ())
G_DECLARE_FINAL_TYPE (PagescapeNewScenario, pagescape_new_scenario, PAGESCAPE, NEW_SCENARIO, AdwWindow)

/* Signal "composed" (const char *text): the scenario. */

PagescapeNewScenario *pagescape_new_scenario_new (GtkWindow *parent);
