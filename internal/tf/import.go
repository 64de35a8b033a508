package tf

import "fmt"

// ImportBlock is an import block to paste, for an object of which the ID for terraform import is known. NAME is to be replaced.
// Each line is indented, so that the CLI shows it as it is.
func ImportBlock(typeName, id string) string {
	return fmt.Sprintf("    import {\n      to = %s.NAME\n      id = %q\n    }", typeName, id)
}
