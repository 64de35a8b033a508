//go:build unix

package main

import (
	"os"
	"runtime"
	"syscall"
)

// peakMB is the most memory that a process that has ended had resident, in MiB.
func peakMB(state *os.ProcessState) float64 {
	rusage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	peak := float64(rusage.Maxrss) / 1024
	if runtime.GOOS == "darwin" { // bytes there, KiB elsewhere
		peak /= 1024
	}
	return peak
}
