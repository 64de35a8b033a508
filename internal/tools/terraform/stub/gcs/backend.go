// Package gcs stands in for the gcs backend of Terraform, which the module proxy does not have and no test needs.
package gcs

import "github.com/hashicorp/terraform/internal/backend"

// New panics: this Terraform has no gcs backend.
func New() backend.Backend {
	panic("this Terraform was built for tests of a provider and has no gcs backend; use the local backend")
}
