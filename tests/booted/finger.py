"""A touch screen of the kernel's own making (uinput) in a machine that boots, and a finger on it."""

from __future__ import annotations

import time

from build_spec.booted.machine import Machine, until

NAME = "Panel of a test"
FAR = 32767
"""Where its coordinates end, whatever the screen's size."""

_PANEL = """
open(my $f, "+<", "/dev/uinput") or die "no uinput: $!";
sub set { ioctl($f, $_[0], $_[1] + 0) or die "$_[0]: $!" }
sub give { my $what = $_[1]; ioctl($f, $_[0], $what) or die "$_[0]: $!" }
sub event { syswrite($f, pack("qqSSl", 0, 0, @_)) == 24 or die "not heard: $!" }
set(0x40045564, $_) for 1, 3;
set(0x40045565, 0x14a);
set(0x4004556e, 1);
for (0, 1, 0x2f, 0x35, 0x36, 0x39) {
    my $plain = $_ == 0x2f || $_ == 0x39;
    give(0x401c5504, pack("SSl6", $_, 0, 0, 0, $_ == 0x2f ? 9 : 32767, 0, 0, $plain ? 0 : 70));
}
give(0x405c5503, pack("S4a80L", 3, 1, 1, 1, "Panel of a test", 0));
ioctl($f, 0x5501, 0) or die "made: $!";
my $number = 1;
sub lies { my ($slot, $x, $y) = @_; event(3, 0x2f, $slot); event(3, 0x35, $x); event(3, 0x36, $y) }
sub comes { my $slot = shift; event(3, 0x2f, $slot); event(3, 0x39, $number++); lies($slot, @_) }
sub goes { event(3, 0x2f, $_[0]); event(3, 0x39, -1) }
sub now { event(0, 0, 0); select(undef, undef, undef, $_[0]) }
while (1) {
    select(undef, undef, undef, 0.1);
    open(my $asked, "<", "/run/finger") or next;
    my ($x, $y, $far, $two) = split " ", <$asked>;
    close $asked;
    comes(0, $x - $far / 4, $y);
    comes(1, $x + $far / 4, $y) if $two;
    event(1, 0x14a, 1);
    now(0.15);
    for my $part (1 .. ($far ? 15 : 0)) {
        lies(0, $x - $far * (5 + $part) / 20, $y);
        lies(1, $x + $far * (5 + $part) / 20, $y) if $two;
        now(0.05);
    }
    goes(0);
    goes(1) if $two;
    event(1, 0x14a, 0);
    now(0);
    unlink "/run/finger";
}
"""
"""Ten fingers at most; the file /run/finger says where one taps, how far it is drawn, and if two part."""


def plug_in(machine: Machine) -> None:
    """The panel is there from now on."""
    machine.read(f"modprobe uinput; cat > /run/panel.pl << 'END'\n{_PANEL}\nEND")
    machine.start("exec perl /run/panel.pl > /run/panel.log 2>&1")
    until(lambda: NAME in machine.read("cat /proc/bus/input/devices /run/panel.log"), "the panel", 60)


def tap(machine: Machine, x: float, y: float) -> None:
    """One finger taps at shares of the screen's width and height."""
    _ask(machine, x, y, 0, 0)


def spread(machine: Machine, x: float, y: float, far: float) -> None:
    """Two fingers come down there and part, each ``far`` shares of the screen's width to its side."""
    _ask(machine, x, y, far, 1)


def draw(machine: Machine, x: float, y: float, far: float) -> None:
    """One finger comes down there and is drawn ``far`` shares of the screen's width to the left."""
    _ask(machine, x + far / 4, y, far, 0)


def _ask(machine: Machine, *shares: float) -> None:
    words = " ".join(str(round(one * FAR)) for one in shares)
    machine.read(f"echo {words} > /run/asked; mv /run/asked /run/finger")
    until(lambda: machine.run("test -e /run/finger").code, "the finger", 60)
    time.sleep(0.2)
