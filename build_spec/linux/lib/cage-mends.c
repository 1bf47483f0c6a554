/* Three mends of cage 0.1.4 with wlroots 0.15 (Debian 12), loaded into it by lamina.service and into nothing it starts.

   A touch is made whole. cage tells of a finger that comes, moves or goes, and never that this was all of it
   (wl_touch.frame), for which Qt waits: no touch counted. Each is whole at once here.

   A screen that goes leaves cage where it is. cage ends with its last screen, and the visit with it, for a panel that
   was switched off or a cable that slipped; here it waits for the next one. In an X server's window it ends as it did.

   A mouse that is plugged in fills no journal. With each picture that it draws, cage first offers the kiosk's own memory
   to the screen's card, which a cursor forbids; wlroots calls that an error, a line of the journal each time, up to
   sixty a second. That one line is left out; cage draws the picture as it always did.

   All are so in later cages by themselves; there a second "whole" says nothing new, and no end is asked for. Every
   function below takes the place of its namesake and passes on to it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct wl_display;
struct wl_event_loop;
struct wlr_output;
struct wlr_output_layout;
struct wlr_seat;
struct wlr_surface;

/* The function of this name that would have been called, and the one of this name wherever it is. */
#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FIND(name, type) ((type)dlsym(RTLD_DEFAULT, #name))

/* cage's own memory has them already; what it starts, the kiosk first of all, is not to have them. */
__attribute__((constructor)) static void stay_here(void)
{
	unsetenv("LD_PRELOAD");
}

static void is_whole(struct wlr_seat *seat)
{
	void (*frame)(struct wlr_seat *) = FIND(wlr_seat_touch_notify_frame, void (*)(struct wlr_seat *));
	if (frame)
		frame(seat);
}

uint32_t wlr_seat_touch_notify_down(struct wlr_seat *seat, struct wlr_surface *surface, uint32_t time, int32_t finger,
				    double x, double y)
{
	uint32_t serial = NEXT(wlr_seat_touch_notify_down)(seat, surface, time, finger, x, y);
	is_whole(seat);
	return serial;
}

void wlr_seat_touch_notify_motion(struct wlr_seat *seat, uint32_t time, int32_t finger, double x, double y)
{
	NEXT(wlr_seat_touch_notify_motion)(seat, time, finger, x, y);
	is_whole(seat);
}

/* Nothing with wlroots 0.15, a serial with later ones. */
uint32_t wlr_seat_touch_notify_up(struct wlr_seat *seat, uint32_t time, int32_t finger)
{
	uint32_t serial = NEXT(wlr_seat_touch_notify_up)(seat, time, finger);
	is_whole(seat);
	return serial;
}

static struct wl_display *shown;
static bool screen_goes;

struct wl_display *wl_display_create(void)
{
	shown = NEXT(wl_display_create)();
	return shown;
}

static void has_gone(void *nothing)
{
	(void)nothing;
	screen_goes = false;
}

/* cage takes a screen out of its layout and asks for its own end in one breath: what asks later is another, such as
   systemd, and is heard. */
void wlr_output_layout_remove(struct wlr_output_layout *layout, struct wlr_output *output)
{
	bool (*is_panel)(struct wlr_output *) = FIND(wlr_output_is_drm, bool (*)(struct wlr_output *));
	struct wl_event_loop *(*loop_of)(struct wl_display *) =
		FIND(wl_display_get_event_loop, struct wl_event_loop *(*)(struct wl_display *));
	void *(*later)(struct wl_event_loop *, void (*)(void *), void *) =
		FIND(wl_event_loop_add_idle, void *(*)(struct wl_event_loop *, void (*)(void *), void *));
	if (shown && is_panel && loop_of && later && is_panel(output))
		screen_goes = later(loop_of(shown), has_gone, NULL) != NULL;
	NEXT(wlr_output_layout_remove)(layout, output);
}

void wl_display_terminate(struct wl_display *display)
{
	if (!screen_goes)
		NEXT(wl_display_terminate)(display);
	screen_goes = false;
}

void _wlr_log(int importance, const char *format, ...)
{
	void (*say)(int, const char *, va_list) = FIND(_wlr_vlog, void (*)(int, const char *, va_list));
	va_list told;
	if (!say || strstr(format, "Basic output test failed"))
		return;
	va_start(told, format);
	say(importance, format, told);
	va_end(told);
}
