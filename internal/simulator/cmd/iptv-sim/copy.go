package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/iptvops/terraform-provider-iptv/internal/simcopy"
	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
)

// runCopy copies a live estate into a seed and returns the exit code.
func runCopy(ctx context.Context, o options, stdout, stderr io.Writer) int {
	line := &progressLine{w: stderr, shown: isTerminal(stderr) && !o.quiet}
	document, err := simcopy.FromEnvironment(ctx, "iptv-sim/"+version, simcopy.Options{
		Customers: o.customers, WithPasswords: o.passwords, Progress: line.show,
		Note: func(text string) {
			line.clear()
			_, _ = fmt.Fprintln(stderr, "iptv-sim:", text)
		},
	})
	line.clear()
	if err != nil {
		_ = refuse(stderr, "cannot copy the estate: %v", err)
		return 1
	}
	text, err := json.MarshalIndent(document, "", "  ")
	if err == nil {
		err = writeCopy(o.copy, append(text, '\n'), stdout)
	}
	if err != nil {
		_ = refuse(stderr, "cannot write the copy: %v", err)
		return 1
	}
	if !o.quiet {
		_, _ = fmt.Fprintln(stderr, "iptv-sim: copied", contents(document))
	}
	return 0
}

// writeCopy writes a file that only its owner reads, whole or not at all.
func writeCopy(name string, text []byte, stdout io.Writer) error {
	if name == "-" {
		_, err := stdout.Write(text)
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(name), ".iptv-sim-*")
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(file.Name(), name)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

func contents(d *seed.Document) string {
	channels, packages := 0, 0
	for _, o := range d.Icareus.Organizations {
		channels += len(o.Channels)
	}
	for _, c := range d.TelecomX.Customers {
		packages += len(c.Packages)
	}
	return fmt.Sprintf("%d channels, %d customers with %d packages, %d lines", channels, len(d.TelecomX.Customers), packages,
		len(d.Panel.Lines))
}

// progressLine is one line of a terminal that is written over and over.
type progressLine struct {
	w     io.Writer
	shown bool
	dirty bool
}

func (l *progressLine) show(what string, done, total int) {
	if !l.shown {
		return
	}
	l.dirty = true
	if total > 0 {
		_, _ = fmt.Fprintf(l.w, "\r\x1b[KCopying %s: %d of %d", what, done, total)
		return
	}
	_, _ = fmt.Fprintf(l.w, "\r\x1b[KCopying %s: %d", what, done)
}

func (l *progressLine) clear() {
	if l.dirty {
		_, _ = fmt.Fprint(l.w, "\r\x1b[K")
		l.dirty = false
	}
}
