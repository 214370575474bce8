/* parts.h - which drawing of an object a shape is: the `part` of its key; for src/views/, and for who looks for the legend */
#pragma once

typedef enum {
  VIEW_PART_NONE,
  VIEW_PART_HEADING,
  VIEW_PART_LABEL,              /* numbers and names beside things */
  VIEW_PART_LEGEND,
  VIEW_PART_MAP,                /* a block or a frame in the map */
  VIEW_PART_RING,               /* around something that is too small to be seen */
  VIEW_PART_BORDER,             /* between zones */
  VIEW_PART_ZONE,               /* a zone in a strip or at the side */
  VIEW_PART_LIST,               /* a block on its list, free or per-CPU: it is on one at a time */
  VIEW_PART_HEAD,               /* head and thread of a list */
  VIEW_PART_COUNT,
  VIEW_PART_MORE,
  VIEW_PART_TREE,               /* a block in the tree of halves */
  VIEW_PART_PLACE,              /* its place there, whether it exists or not: kind 0 */
  VIEW_PART_EDGE                /* from a place to its halves */
} ViewPart;
