package cli

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A CLI of ours: this test's own program, which then does what the first argument says.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 {
		switch os.Args[1] {
		case "three":
			_, _ = os.Stdout.WriteString("out\n")
			_, _ = os.Stderr.WriteString("err\n")
			os.Exit(3)
		case "sleep":
			_, _ = os.Stdout.WriteString("sleeping\n")
			time.Sleep(time.Minute)
		}
	}
	os.Exit(m.Run())
}

func own(t *testing.T) CLI {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return CLI{Path: path, Dir: t.TempDir(), Env: Environment(os.DevNull)}
}

func TestEnvironment(t *testing.T) {
	for _, name := range []string{"TF_LOG", "TELECOMX_TOKEN", "IPTV_PANEL_API_KEY", "IPTV_REQUEST_TIMEOUT", "ICAREUS_SECRET"} {
		t.Setenv(name, "kept out")
	}
	t.Setenv("OTHER", "kept")
	env := Environment("config", "TF_VAR_name=value")
	for _, want := range []string{"OTHER=kept", "TF_CLI_CONFIG_FILE=config", "TF_VAR_name=value"} {
		if !slices.Contains(env, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if text := strings.Join(env, "\n"); strings.Contains(text, "kept out") {
		t.Error("a variable that configures the provider is passed on")
	}
}

func TestFind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	if _, err := Find(""); err == nil || !strings.Contains(err.Error(), "no terraform and no tofu") {
		t.Errorf("an empty PATH: %v", err)
	}
	if _, err := Find(filepath.Join(dir, "terraform")); err == nil || !strings.Contains(err.Error(), "no program") {
		t.Errorf("a path to nothing: %v", err)
	}
	self := own(t).Path
	for _, name := range []string{"tofu", "terraform"} { // each comes before the one that is there already
		place := filepath.Join(dir, name+executable())
		if err := os.Link(self, place); err != nil {
			if err := os.Symlink(self, place); err != nil {
				t.Skip("this file system has no links")
			}
		}
		if got, err := Find(""); err != nil || got != place || IsOpenTofu(got) != (name == "tofu") {
			t.Errorf("found %s, %v, want %s", got, err, place)
		}
	}
}

func TestRun(t *testing.T) {
	result, err := own(t).Run(t.Context(), "three")
	if err != nil || result.Code != 3 || result.Output != "out\nerr\n" {
		t.Errorf("got %+v, %v", result, err)
	}
	if _, err := (CLI{Path: filepath.Join(t.TempDir(), "none")}).Run(t.Context()); err == nil {
		t.Error("a program that is not there runs")
	}
}

// The end of the context interrupts the command, and so does a signal; both leave what it has printed.
func TestInterrupt(t *testing.T) {
	ways := map[string]func(*Running, context.CancelFunc) error{
		"context": func(_ *Running, cancel context.CancelFunc) error { cancel(); return nil },
		"signal":  func(r *Running, _ context.CancelFunc) error { return r.Signal(os.Interrupt) },
		"kill":    func(r *Running, _ context.CancelFunc) error { return r.Signal(os.Kill) },
	}
	for name, interrupt := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			r, err := own(t).Start(ctx, "sleep")
			if err != nil {
				t.Fatal(err)
			}
			for r.Output() == "" {
				time.Sleep(time.Millisecond)
			}
			started := time.Now()
			if err := interrupt(r, cancel); err != nil {
				t.Error(err)
			}
			result, _ := r.Wait()
			if result.Code == 0 || !strings.Contains(result.Output, "sleeping") || time.Since(started) > 30*time.Second {
				t.Errorf("got %+v after %s", result, time.Since(started))
			}
			if err := r.Signal(os.Interrupt); err != nil {
				t.Errorf("a signal to a command that has ended: %v", err)
			}
		})
	}
}
