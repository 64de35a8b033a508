package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

// The CLI starts this program in the place of a provider, which runs it below itself: only the parent of a process
// gets its peak memory from the kernel, to the byte and after the fact.
const (
	envProvider = "IPTV_BENCH_PROVIDER" // the real provider's path
	envUsage    = "IPTV_BENCH_USAGE"    // the file that gets a line of JSON for each provider process
)

// usage is what one provider process took.
type usage struct {
	PeakMB  float64 `json:"peak_mb"`
	Seconds float64 `json:"seconds"` // of processor time
}

// shim runs the provider and returns its exit code.
func shim(provider, usageFile string) int {
	command := exec.Command(provider, os.Args[1:]...) //nolint:gosec,noctx // the provider that the user named
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, os.Stdout, os.Stderr
	// An interrupt reaches the provider as it would without the shim: from the terminal, or not at all.
	signal.Ignore(os.Interrupt)
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := record(usageFile, usageOf(command.ProcessState)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return command.ProcessState.ExitCode()
}

func usageOf(state *os.ProcessState) usage {
	return usage{PeakMB: peakMB(state), Seconds: (state.UserTime() + state.SystemTime()).Round(time.Millisecond).Seconds()}
}

func record(file string, u usage) error {
	//nolint:gosec // named by the benchmark itself
	out, err := os.OpenFile(filepath.Clean(file), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(json.NewEncoder(out).Encode(u), out.Close())
}

// takeUsage reads and removes what the providers of one command took: the highest peak, and all seconds.
func takeUsage(file string) (usage, error) {
	in, err := os.Open(filepath.Clean(file))
	if errors.Is(err, os.ErrNotExist) {
		return usage{}, nil
	}
	if err != nil {
		return usage{}, err
	}
	defer func() { _ = in.Close() }()
	var total usage
	for decoder := json.NewDecoder(in); decoder.More(); {
		var one usage
		if err := decoder.Decode(&one); err != nil {
			return usage{}, fmt.Errorf("%s: %w", file, err)
		}
		total.PeakMB = max(total.PeakMB, one.PeakMB)
		total.Seconds += one.Seconds
	}
	return total, os.Remove(file)
}
