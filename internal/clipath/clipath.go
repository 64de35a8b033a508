// Package clipath finds the Terraform or OpenTofu that the commands of this repository run.
package clipath

import (
	"errors"
	"os/exec"
	"path/filepath"
)

// Find is the absolute path of the CLI that the flag -cli names, or the first of terraform and tofu on PATH.
func Find(flag string) (string, error) {
	if flag != "" {
		return filepath.Abs(flag)
	}
	for _, name := range []string{"terraform", "tofu"} {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	return "", errors.New("there is no terraform and no tofu on PATH; name one with -cli")
}
