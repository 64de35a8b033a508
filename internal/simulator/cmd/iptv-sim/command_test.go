package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/iptvops/terraform-provider-iptv/internal/simulator/seed"
	simtelecomx "github.com/iptvops/terraform-provider-iptv/internal/simulator/telecomx"
)

// TestMain is also the command that iptv-sim runs in tests.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 {
		switch os.Args[1] {
		case "list":
			os.Exit(list())
		case "wait":
			interrupted := make(chan os.Signal, 1)
			signal.Notify(interrupted, os.Interrupt, syscall.SIGTERM)
			fmt.Println("waiting")
			fmt.Println(<-interrupted)
			os.Exit(5)
		}
	}
	os.Exit(m.Run())
}

// list reads the lines of the panel that the environment names, and returns 3 if that works.
func list() int {
	address := os.Getenv("IPTV_PANEL_ENDPOINT") + "/ext/lines?username=hidden"
	r, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil) //nolint:gosec // of the simulator
	if err != nil {
		return 1
	}
	r.Header.Set("X-Api-Key", os.Getenv("IPTV_PANEL_API_KEY"))
	r.Header.Set("X-Auth-User", os.Getenv("IPTV_PANEL_USER_TOKEN"))
	response, err := http.DefaultClient.Do(r) //nolint:gosec // the address is the simulator's
	if err != nil {
		return 1
	}
	_ = response.Body.Close()
	fmt.Println("status", response.StatusCode, "password:", os.Getenv("TELECOMX_PASSWORD"), "token:", os.Getenv("TELECOMX_TOKEN"))
	return 3
}

// A command gets the platforms by its environment and nothing of the caller's credentials; its exit code is iptv-sim's.
func TestRunsACommand(t *testing.T) {
	t.Setenv("TELECOMX_TOKEN", "real token")
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"-log", "-summary", "--", os.Args[0], "list"}, &stdout, &stderr); code != 3 {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
	if want := "status 200 password: " + simtelecomx.Password + " token: \n"; stdout.String() != want {
		t.Errorf("printed %q, want %q", stdout.String(), want)
	}
	logged := regexp.MustCompile(`(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z panel\.\S+ 200 \d+\S*s$`)
	if !logged.MatchString(stderr.String()) || strings.Contains(stderr.String(), "hidden") {
		t.Errorf("the log is %q", stderr.String())
	}
	if !regexp.MustCompile(`(?m)^total +1$`).MatchString(stderr.String()) {
		t.Errorf("the summary is %q", stderr.String())
	}
}

// The wrapped command gets the seed's first accounts, the faults strike its requests, and the rest is named.
func TestRunsACommandOnASeed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(file, []byte(seed.Sample), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		args   []string
		status string
	}{
		{nil, "200"},
		{[]string{"-fault", "look up line: 503"}, "503"},
		{[]string{"-fault", "panel.lines: 502 after x2", "-variant", "panel-trim-texts"}, "502"},
		{[]string{"-variant", "panel-lists-refused"}, "403"},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), slices.Concat([]string{"-seed", file}, row.args, []string{"--", os.Args[0], "list"}), &stdout,
			&stderr); code != 3 {
			t.Errorf("%v: exit code %d: %s", row.args, code, stderr.String())
		}
		if want := "status " + row.status + " password: operator-password token: \n"; stdout.String() != want {
			t.Errorf("%v: printed %q, want %q", row.args, stdout.String(), want)
		}
		if !strings.Contains(stderr.String(), "IPTV_PANEL_USER_TOKEN_2, ICAREUS_ORGANIZATION_ID_2, ICAREUS_SECRET_2") {
			t.Errorf("%v: it says %q", row.args, stderr.String())
		}
	}
	if err := os.WriteFile(file, []byte(`{"panel": {"lines": [{"username": "a", "package": 1}]}, "colour": 1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	code := run(t.Context(), []string{"-seed", file, "--", os.Args[0], "list"}, &stdout, &stderr)
	if code != 2 || stdout.Len() > 0 || strings.Count(stderr.String(), "\n  ") != 3 {
		t.Errorf("a broken seed: exit code %d, %q, %q", code, stdout.String(), stderr.String())
	}
}

func TestSummaryWithoutRequests(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"-summary", "--", "go", "version"}, &stdout, &stderr); code != 0 {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
	if !strings.Contains(stderr.String(), "no request arrived. An endpoint in a provider block") {
		t.Errorf("it says %q", stderr.String())
	}
}

func TestCommandThatCannotRun(t *testing.T) {
	for _, row := range []struct {
		args []string
		code int
		want string
	}{
		{[]string{"--"}, 2, "no command after --"},
		{[]string{"terraform", "test"}, 2, "iptv-sim -- terraform"},
		{[]string{"now", "--", "go", "version"}, 2, `unexpected argument "now"`},
		{[]string{"--", "./no-such-command"}, notRun, "cannot run ./no-such-command"},
	} {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), row.args, &stdout, &stderr); code != row.code || !strings.Contains(stderr.String(), row.want) {
			t.Errorf("%v: exit code %d, %q, want %d and %q", row.args, code, stderr.String(), row.code, row.want)
		}
	}
}

// A signal to iptv-sim alone, as a CI runner sends it, reaches the command.
func TestPassesSignalsOn(t *testing.T) {
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	started := &firstWrite{at: make(chan struct{})}
	code := make(chan int, 1)
	var stderr bytes.Buffer
	go func() { code <- run(t.Context(), []string{"--", os.Args[0], "wait"}, started, &stderr) }()
	<-started.at
	if err := self.Signal(syscall.SIGTERM); err != nil {
		if errors.Is(err, errors.ErrUnsupported) {
			t.Skip(err)
		}
		t.Fatal(err)
	}
	select {
	case got := <-code:
		if got != 5 || stderr.Len() > 0 {
			t.Errorf("exit code %d: %s", got, stderr.String())
		}
	case <-time.After(time.Minute):
		t.Fatal("the command still waits")
	}
}

// firstWrite closes at when something is written.
type firstWrite struct{ at chan struct{} }

func (f *firstWrite) Write(text []byte) (int, error) {
	select {
	case <-f.at:
	default:
		close(f.at)
	}
	return len(text), nil
}

func TestVersion(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"-version"}, &stdout, &stderr); code != 0 || stdout.String() != "iptv-sim dev\n" {
		t.Errorf("exit code %d, %q", code, stdout.String())
	}
}
