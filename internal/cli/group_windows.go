package cli

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

func ownGroup(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
}

// signalGroup knows the interrupt, as Ctrl-Break, which a new group is the only one to receive. Everything else kills
// the leader alone: Windows has no signals.
func signalGroup(leader *os.Process, s os.Signal) error {
	if s == os.Interrupt {
		return windows.GenerateConsoleCtrlEvent(windows.CTRL_BREAK_EVENT, uint32(leader.Pid)) //nolint:gosec // process ids are 32 bits wide
	}
	return leader.Kill()
}
