package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
)

// A copy of what another simulator serves is a seed that only its owner reads.
func TestCopies(t *testing.T) {
	document, err := seed.Parse([]byte(seed.Sample))
	if err != nil {
		t.Fatal(err)
	}
	s := document.Estate()
	s.Listen()
	defer s.Close()
	for _, v := range document.Credentials() {
		t.Setenv(v.Name, v.Value)
	}
	t.Setenv("TELECOMX_ENDPOINT", s.URL())
	t.Setenv("IPTV_PANEL_ENDPOINT", s.URL())
	t.Setenv("ICAREUS_ENDPOINT", s.URL()+"/api/channels/admin")
	file := filepath.Join(t.TempDir(), "copy.json")
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"-copy", file, "-customer", "5E0000000000000000000002"}, &stdout, &stderr); code != 0 {
		t.Fatalf("exit code %d: %s", code, stderr.String())
	}
	if want := "iptv-sim: copied 2 channels, 2 customers with 2 packages, 9 lines\n"; stderr.String() != want || stdout.Len() > 0 {
		t.Errorf("it says %q and %q, want %q", stdout.String(), stderr.String(), want)
	}
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 && runtime.GOOS != "windows" {
		t.Errorf("the file has mode %v", info.Mode())
	}
	stderr.Reset()
	if code := run(t.Context(), []string{"-copy", "-", "-quiet"}, &stdout, &stderr); code != 0 || stderr.Len() > 0 {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
	if _, err := seed.Parse(stdout.Bytes()); err != nil {
		t.Errorf("the copy is no seed: %v", err)
	}
	stderr.Reset()
	missing := filepath.Join(t.TempDir(), "missing", "copy.json")
	if code := run(t.Context(), []string{"-copy", missing}, &stdout, &stderr); code != 1 || !strings.Contains(stderr.String(),
		"cannot write the copy") {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
}

func TestProgressLine(t *testing.T) {
	var out bytes.Buffer
	line := &progressLine{w: &out, shown: true}
	line.show("lines", 100, 250)
	line.show("lines", 200, 0)
	line.clear()
	if want := "\r\x1b[KCopying lines: 100 of 250\r\x1b[KCopying lines: 200\r\x1b[K"; out.String() != want {
		t.Errorf("it shows %q, want %q", out.String(), want)
	}
	out.Reset()
	hidden := &progressLine{w: &out}
	hidden.show("lines", 100, 250)
	if hidden.clear(); out.Len() > 0 {
		t.Errorf("without a terminal it shows %q", out.String())
	}
}
