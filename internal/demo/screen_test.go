package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func tell(s *screen) {
	s.step("Plan: %d lines.", 2)
	s.command("terraform plan")
	s.line("  + price = 10")
	s.line("  ~ description = 1")
	s.line("│ Error: wrong")
	s.line("No changes.")
	s.code(0, 0)
	s.code(1, 0)
}

func TestScreen(t *testing.T) {
	var colour, none bytes.Buffer
	tell(&screen{w: &colour, colour: true})
	tell(&screen{w: &none})
	if want := "\n1. Plan: 2 lines.\n  $ terraform plan\n      + price = 10\n      ~ description = 1\n" +
		"    │ Error: wrong\n    No changes.\n    exit code 0\n    exit code 1\n"; none.String() != want {
		t.Errorf("without colour it shows %q", none.String())
	}
	if want := "\n\x1b[1m1. Plan: 2 lines.\x1b[0m\n\x1b[36m  $ terraform plan\x1b[0m\n\x1b[32m      + price = 10\x1b[0m\n" +
		"\x1b[33m      ~ description = 1\x1b[0m\n\x1b[31m    │ Error: wrong\x1b[0m\n    No changes.\n" +
		"\x1b[32m    exit code 0\x1b[0m\n\x1b[31m    exit code 1\x1b[0m\n"; colour.String() != want {
		t.Errorf("in colour it shows %q", colour.String())
	}
}

// A file is no terminal.
func TestScreenIsPlainWithoutATerminal(t *testing.T) {
	t.Setenv("TERM", "xterm")
	file, err := os.Create(filepath.Join(t.TempDir(), "out"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if newScreen(file).colour {
		t.Error("a file gets colours")
	}
}
