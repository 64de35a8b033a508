package icareus

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// maxIcon is the size up to which an icon file is read, in bytes.
const maxIcon = 16 << 20

// icon is the file to upload.
type icon struct {
	name    string
	content []byte
	sha256  string // hexadecimal
}

func readIcon(file string) (icon, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return icon{}, fmt.Errorf("cannot read the icon file: %w", err)
	case !info.Mode().IsRegular():
		return icon{}, fmt.Errorf("cannot read the icon file: %s is not a file", file)
	case info.Size() == 0:
		return icon{}, errors.New("the icon file is empty")
	case info.Size() > maxIcon:
		return icon{}, fmt.Errorf("the icon file is larger than %d MiB", maxIcon>>20)
	}
	content, err := os.ReadFile(file) //nolint:gosec // reading the file that the user names is the purpose
	if err != nil {
		return icon{}, fmt.Errorf("cannot read the icon file: %w", err)
	}
	sum := sha256.Sum256(content)
	return icon{name: filepath.Base(file), content: content, sha256: hex.EncodeToString(sum[:])}, nil
}
