// Package s3blob stands in for the back-end s3://, which the engine then does not know.
package s3blob
