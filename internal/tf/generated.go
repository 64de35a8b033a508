package tf

import "github.com/hashicorp/terraform-plugin-go/tftypes"

// ShortensGenerated is a resource that takes values out of a configuration which Terraform generates from its state: those
// that a user would have to change by hand as soon as the platform changes them.
type ShortensGenerated interface {
	// ShortenGenerated sets attributes of a generated configuration to null.
	ShortenGenerated(attributes map[string]tftypes.Value)
}
