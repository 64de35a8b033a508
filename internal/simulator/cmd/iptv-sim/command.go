package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/mattn/go-isatty"

	"github.com/iptvops/terraform-provider-iptv/internal/cli"
)

// notRun is the exit code for a command that cannot be started, as of a shell.
const notRun = 127

// runCommand runs a command with the provider configured for the platforms, and returns its exit code. Signals are
// passed on; an interrupt from the terminal reaches the command by itself, and a second one would make the CLI give up.
func runCommand(ctx context.Context, args []string, platforms access, stdout, stderr io.Writer) int {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)

	command := exec.CommandContext(context.WithoutCancel(ctx), args[0], args[1:]...) //nolint:gosec // the command is the user's
	command.Stdin, command.Stdout, command.Stderr = os.Stdin, stdout, stderr
	command.Env = commandEnvironment(platforms)
	if err := command.Start(); err != nil {
		_ = refuse(stderr, "cannot run %s: %v", args[0], err)
		return notRun
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	for {
		select {
		case s := <-signals:
			if s != os.Interrupt || !onTerminal() {
				_ = command.Process.Signal(s) // it may have ended meanwhile
			}
		case err := <-ended:
			var exit *exec.ExitError
			switch {
			case err == nil:
				return 0
			case errors.As(err, &exit) && exit.ExitCode() >= 0:
				return exit.ExitCode()
			}
			_ = refuse(stderr, "%s: %v", args[0], err)
			return 1
		}
	}
}

// commandEnvironment is this process's environment with the provider configured for the platforms, and for nothing else.
func commandEnvironment(platforms access) []string {
	env := cli.Unconfigured()
	for _, v := range platforms.Environment() {
		env = append(env, v.Name+"="+v.Value)
	}
	return env
}

// isTerminal reports whether something is a terminal.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && isatty.IsTerminal(file.Fd())
}

// onTerminal reports whether this process has a terminal, which sends an interrupt to everything in the foreground.
func onTerminal() bool { return isatty.IsTerminal(os.Stdin.Fd()) }
