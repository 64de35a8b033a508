//go:build unix

package cli

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
)

func ownGroup(command *exec.Cmd) { command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

func signalGroup(leader *os.Process, s os.Signal) error {
	number, ok := s.(syscall.Signal)
	if !ok {
		return leader.Signal(s)
	}
	err := syscall.Kill(-leader.Pid, number)
	if errors.Is(err, syscall.ESRCH) {
		return os.ErrProcessDone
	}
	return err
}
