package tf

import (
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ComputedString is an attribute of a resource that the platform sets, and that no change of the configuration changes.
func ComputedString(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// DataString is a text that a data source, or an ephemeral resource, reads.
func DataString(description string) datasource.StringAttribute {
	return datasource.StringAttribute{Computed: true, MarkdownDescription: description}
}

// DataBool is a flag that a data source reads.
func DataBool(description string) datasource.BoolAttribute {
	return datasource.BoolAttribute{Computed: true, MarkdownDescription: description}
}

// DataInt64 is a whole number that a data source, or an ephemeral resource, reads.
func DataInt64(description string) datasource.Int64Attribute {
	return datasource.Int64Attribute{Computed: true, MarkdownDescription: description}
}

// DataFloat64 is a number that a data source reads.
func DataFloat64(description string) datasource.Float64Attribute {
	return datasource.Float64Attribute{Computed: true, MarkdownDescription: description}
}

// DataInt64Set is a set of whole numbers that a data source reads.
func DataInt64Set(description string) datasource.SetAttribute {
	return datasource.SetAttribute{ElementType: types.Int64Type, Computed: true, MarkdownDescription: description}
}

// DataList is a list of objects that a data source, or an ephemeral resource, reads.
func DataList(description string, attributes map[string]datasource.Attribute) datasource.ListNestedAttribute {
	return datasource.ListNestedAttribute{
		Computed: true, MarkdownDescription: description, NestedObject: datasource.NestedAttributeObject{Attributes: attributes},
	}
}
