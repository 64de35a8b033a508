package main

import (
	"fmt"
	"io"
	"os"
	"regexp"

	"github.com/mattn/go-isatty"
)

// Escape sequences of the colours.
const (
	bold   = "\x1b[1m"
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	red    = "\x1b[31m"
	cyan   = "\x1b[36m"
	plain  = "\x1b[0m"
)

// screen is where the demo is told: in colour on a terminal, plain otherwise and with NO_COLOR (https://no-color.org).
type screen struct {
	w      io.Writer
	colour bool
	number int
}

func newScreen(file *os.File) *screen {
	return &screen{w: file, colour: isatty.IsTerminal(file.Fd()) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

func (s *screen) print(colour, format string, values ...any) {
	text := fmt.Sprintf(format, values...)
	if s.colour && colour != "" {
		text = colour + text + plain
	}
	_, _ = fmt.Fprintln(s.w, text)
}

// step announces a step: what is shown, and why.
func (s *screen) step(format string, values ...any) {
	s.number++
	s.print("", "")
	s.print(bold, "%d. %s", s.number, fmt.Sprintf(format, values...))
}

// command is a command before it runs.
func (s *screen) command(text string) { s.print(cyan, "  $ %s", text) }

// code is the exit code of a command: red where it is not the wanted one.
func (s *screen) code(code, want int) {
	colour := green
	if code != want {
		colour = red
	}
	s.print(colour, "    exit code %d", code)
}

// Lines of the CLI's output by what they are about.
var (
	addition = regexp.MustCompile(`^\s*\+ |(will|must) be created|Creation complete`)
	change   = regexp.MustCompile(`^\s*~ |will be (updated|imported)|Modifications complete`)
	removal  = regexp.MustCompile(`^\s*- |will be destroyed|Destruction complete|^Error:|│ Error:`)
)

// line is a line of a command's output.
func (s *screen) line(text string) {
	colour := ""
	switch {
	case removal.MatchString(text):
		colour = red
	case change.MatchString(text):
		colour = yellow
	case addition.MatchString(text):
		colour = green
	}
	s.print(colour, "    %s", text)
}

// note is a line of the demo's own.
func (s *screen) note(format string, values ...any) {
	s.print("", "    %s", fmt.Sprintf(format, values...))
}
