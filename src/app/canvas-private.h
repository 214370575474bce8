/* canvas-private.h - what the files of the canvas share */
#pragma once

#include "canvas.h"
#include "canvas-tiles.h"

/* All that a picture depends on. */
typedef struct {
  const View     *view;
  const void     *fonts;
  JournalPosition position, next;
  guint64         serial;
  SceneSize       size;
  ViewCamera      camera;
  unsigned        style;
  unsigned        step;
} PictureKey;

struct _PagescapeCanvas
{
  GtkWidget parent_instance;

  /* Owned */
  PagescapeSession *session;
  PaintFonts       *fonts;
  ScenePicture     *here, *after, *between;
  PagescapeTiles   *tiles;
  char             *described;

  /* Borrowed */
  const View         *view;
  const PaintPalette *palette, *own_palette;

  ViewCamera      camera;
  unsigned        style;
  double          text_scale, own_scale;
  PictureKey      here_key, after_key;
  ViewCamera      drag_camera;
  ScenePoint      pointer;
  gboolean        is_panning;
  guint           pan_threshold;
};

/* The picture as it is to be seen now; NULL: there is none. */
const ScenePicture *canvas_picture       (PagescapeCanvas *canvas);
/* The picture at the moment's position: what can be pointed at. */
const ScenePicture *canvas_still_picture (PagescapeCanvas *canvas);
void                canvas_set_camera    (PagescapeCanvas *canvas, ViewCamera camera);
/* Drags what is seen through the camera `from` by (x, y) points. */
void                canvas_pan           (PagescapeCanvas *canvas, ViewCamera from, double x, double y);
void                canvas_pick          (PagescapeCanvas *canvas, SimRef object);
/* What is at a point of the canvas. */
SimRef              canvas_pick_at       (PagescapeCanvas *canvas, double x, double y);
void                canvas_add_input     (PagescapeCanvas *canvas);
/* canvas-edit.c */
void                canvas_add_editing   (PagescapeCanvas *canvas);
