// Package s3 stands in for the s3 backend of Terraform, which the module proxy does not have and no test needs.
package s3

import "github.com/hashicorp/terraform/internal/backend"

// New panics: this Terraform has no s3 backend.
func New() backend.Backend {
	panic("this Terraform was built for tests of a provider and has no s3 backend; use the local backend")
}
