// Generated from schemas/config.schema.json by scripts/precompile-schemas.mjs; npm run generate makes it anew.
// \0validator
const validate = validate10;
var _validator_default = validate10;
const schema11 = {
	"$schema": "http://json-schema.org/draft-07/schema#",
	"$id": "https://unpkg.com/gitops-kit/schemas/config.schema.json",
	"title": "The configuration of gitops-kit: .gitops-kit.jsonc",
	"description": "JSON with comments, at the repository's top. Every key has a default.",
	"type": "object",
	"additionalProperties": false,
	"properties": {
		"$schema": {
			"description": "Where editors find this schema.",
			"type": "string"
		},
		"fluxVersion": {
			"description": "The Flux version that runs in the clusters. Default: read from gotk-components.yaml or a FluxInstance, else the newest known.",
			"type": "string",
			"pattern": "^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$",
			"examples": ["2.9", "2.9.4"]
		},
		"karmadaVersion": {
			"description": "The Karmada version of the control plane. Default: the newest known.",
			"type": "string",
			"pattern": "^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$",
			"examples": ["1.18"]
		},
		"karmada": {
			"description": "How the Karmada control plane is set up.",
			"type": "object",
			"additionalProperties": false,
			"properties": { "skippedNamespaces": {
				"description": "--skipped-propagating-namespaces of its controller manager: Go regular expressions, each of a namespace's whole name.",
				"type": "array",
				"items": {
					"type": "string",
					"pattern": "\\S"
				},
				"default": ["kube-.*"]
			} },
			"default": {}
		},
		"fleet": {
			"description": "How the repository reaches a Karmada fleet.",
			"type": "object",
			"additionalProperties": false,
			"properties": { "delivery": {
				"description": "Who applies the repository to the control plane: kubectl (all objects but the layout's own Kustomizations), or flux (what Kustomizations with spec.kubeConfig apply).",
				"enum": ["kubectl", "flux"],
				"default": "kubectl"
			} },
			"default": {}
		},
		"roots": {
			"description": "The folders that Flux applies, each for one cluster. Default: detected.",
			"type": "array",
			"minItems": 1,
			"items": { "$ref": "#/definitions/folder" }
		},
		"appsDir": {
			"description": "The folder that holds the app folders. Default: where most Kustomization paths lie, else the top.",
			"$ref": "#/definitions/folder"
		},
		"ignore": {
			"description": "Globs of paths that are not read.",
			"type": "array",
			"items": { "$ref": "#/definitions/glob" },
			"default": []
		},
		"externals": {
			"description": "Objects that exist in the cluster and are made outside the repository: references to them are no mistake.",
			"type": "array",
			"items": {
				"type": "object",
				"additionalProperties": false,
				"required": ["kind", "name"],
				"properties": {
					"kind": {
						"type": "string",
						"pattern": "\\S",
						"examples": ["Secret"]
					},
					"namespace": {
						"description": "Default: any namespace.",
						"type": "string",
						"pattern": "\\S"
					},
					"name": {
						"type": "string",
						"pattern": "\\S"
					}
				}
			},
			"default": []
		},
		"extends": {
			"description": "Which rules speak: errors and warnings, or advice as well.",
			"enum": ["recommended", "strict"],
			"default": "recommended"
		},
		"rules": {
			"description": "The severity of single rules, alone or with their options: [\"warning\", { … }]. `gitops-kit explain RULE` shows what can be set.",
			"type": "object",
			"additionalProperties": {
				"if": { "type": "array" },
				"then": { "$ref": "#/definitions/withOptions" },
				"else": { "$ref": "#/definitions/severity" }
			},
			"default": {}
		},
		"overrides": {
			"description": "The severity of rules in the files that match; of several entries the last wins. Options hold for the whole repository.",
			"type": "array",
			"items": {
				"type": "object",
				"additionalProperties": false,
				"required": ["files", "rules"],
				"properties": {
					"files": {
						"type": "array",
						"minItems": 1,
						"items": { "$ref": "#/definitions/glob" }
					},
					"rules": {
						"type": "object",
						"additionalProperties": { "$ref": "#/definitions/severity" }
					}
				}
			},
			"default": []
		},
		"valuesStyle": {
			"description": "What a values ConfigMap holds: the chart's whole values.yaml, or only what differs from it.",
			"enum": ["full", "minimal"],
			"default": "full"
		},
		"schemas": {
			"description": "Files or folders of this repository, or globs, that hold CustomResourceDefinitions: objects of their kinds are checked against them.",
			"type": "array",
			"items": { "$ref": "#/definitions/glob" },
			"default": []
		},
		"charts": {
			"description": "Where charts come from: a chart's name and its repository's URL.",
			"type": "object",
			"additionalProperties": {
				"type": "string",
				"pattern": "^(https?|oci)://[^/\\s]",
				"examples": ["https://charts.example.com"]
			},
			"default": {}
		},
		"commit": {
			"description": "Commit messages by command; {app}, {chart}, {version} and {namespace} are filled in where the command knows them; of rename-app also {old}, of upgrade {from}, of place and override {clusters}.",
			"type": "object",
			"additionalProperties": false,
			"properties": {
				"init": { "$ref": "#/definitions/message" },
				"lint": { "$ref": "#/definitions/message" },
				"migrate": { "$ref": "#/definitions/message" },
				"import-clusters": { "$ref": "#/definitions/message" },
				"new-app": { "$ref": "#/definitions/message" },
				"override": { "$ref": "#/definitions/message" },
				"place": { "$ref": "#/definitions/message" },
				"remove-app": { "$ref": "#/definitions/message" },
				"rename-app": { "$ref": "#/definitions/message" },
				"upgrade": { "$ref": "#/definitions/message" },
				"values": { "$ref": "#/definitions/message" }
			},
			"default": {}
		},
		"templates": {
			"description": "The folder with templates that override those of new-app: kustomization.yaml.hbs and the like; docs/templates.md lists what they may name.",
			"$ref": "#/definitions/folder"
		}
	},
	"definitions": {
		"folder": {
			"type": "string",
			"pattern": "^(?!/)(?!(.*/)?\\.\\.(/|$))",
			"examples": ["clusters/production"]
		},
		"glob": {
			"type": "string",
			"pattern": "\\S",
			"examples": ["archive/**"]
		},
		"message": {
			"type": "string",
			"pattern": "\\S",
			"examples": ["feat: add {app}"]
		},
		"severity": { "enum": [
			"off",
			"info",
			"warning",
			"error"
		] },
		"withOptions": {
			"type": "array",
			"minItems": 2,
			"maxItems": 2,
			"items": [{ "$ref": "#/definitions/severity" }, { "type": "object" }],
			"examples": [["warning", {}]]
		}
	}
};
const schema12 = {
	"type": "string",
	"pattern": "^(?!/)(?!(.*/)?\\.\\.(/|$))",
	"examples": ["clusters/production"]
};
const schema14 = {
	"type": "string",
	"pattern": "\\S",
	"examples": ["archive/**"]
};
const schema16 = { "enum": [
	"off",
	"info",
	"warning",
	"error"
] };
const schema21 = {
	"type": "string",
	"pattern": "\\S",
	"examples": ["feat: add {app}"]
};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$", "u");
const pattern2 = new RegExp("\\S", "u");
const pattern3 = new RegExp("^(?!/)(?!(.*/)?\\.\\.(/|$))", "u");
const pattern11 = new RegExp("^(https?|oci)://[^/\\s]", "u");
const schema15 = {
	"type": "array",
	"minItems": 2,
	"maxItems": 2,
	"items": [{ "$ref": "#/definitions/severity" }, { "type": "object" }],
	"examples": [["warning", {}]]
};
function validate11(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (Array.isArray(data)) {
		if (data.length > 2) {
			const err0 = {
				instancePath,
				schemaPath: "#/maxItems",
				keyword: "maxItems",
				params: { limit: 2 },
				message: "must NOT have more than 2 items",
				schema: 2,
				parentSchema: schema15,
				data
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.length < 2) {
			const err1 = {
				instancePath,
				schemaPath: "#/minItems",
				keyword: "minItems",
				params: { limit: 2 },
				message: "must NOT have fewer than 2 items",
				schema: 2,
				parentSchema: schema15,
				data
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		const len0 = data.length;
		if (len0 > 0) {
			let data0 = data[0];
			if (!(data0 === "off" || data0 === "info" || data0 === "warning" || data0 === "error")) {
				const err2 = {
					instancePath: instancePath + "/0",
					schemaPath: "#/definitions/severity/enum",
					keyword: "enum",
					params: { allowedValues: schema16.enum },
					message: "must be equal to one of the allowed values",
					schema: schema16.enum,
					parentSchema: schema16,
					data: data0
				};
				if (vErrors === null) vErrors = [err2];
				else vErrors.push(err2);
				errors++;
			}
		}
		if (len0 > 1) {
			let data1 = data[1];
			if (!(data1 && typeof data1 == "object" && !Array.isArray(data1))) {
				const err3 = {
					instancePath: instancePath + "/1",
					schemaPath: "#/items/1/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema15.items[1].type,
					parentSchema: schema15.items[1],
					data: data1
				};
				if (vErrors === null) vErrors = [err3];
				else vErrors.push(err3);
				errors++;
			}
		}
	} else {
		const err4 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "array" },
			message: "must be array",
			schema: schema15.type,
			parentSchema: schema15,
			data
		};
		if (vErrors === null) vErrors = [err4];
		else vErrors.push(err4);
		errors++;
	}
	validate11.errors = vErrors;
	return errors === 0;
}
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		for (const key0 of Object.keys(data)) if (!func0.call(schema11.properties, key0)) {
			const err0 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 },
				message: "must NOT have additional properties",
				schema: false,
				parentSchema: schema11,
				data
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.$schema !== void 0 && func0.call(data, "$schema")) {
			let data0 = data.$schema;
			if (typeof data0 !== "string") {
				const err1 = {
					instancePath: instancePath + "/$schema",
					schemaPath: "#/properties/%24schema/type",
					keyword: "type",
					params: { type: "string" },
					message: "must be string",
					schema: schema11.properties.$schema.type,
					parentSchema: schema11.properties.$schema,
					data: data0
				};
				if (vErrors === null) vErrors = [err1];
				else vErrors.push(err1);
				errors++;
			}
		}
		if (data.fluxVersion !== void 0 && func0.call(data, "fluxVersion")) {
			let data1 = data.fluxVersion;
			if (typeof data1 === "string") {
				if (!pattern0.test(data1)) {
					const err2 = {
						instancePath: instancePath + "/fluxVersion",
						schemaPath: "#/properties/fluxVersion/pattern",
						keyword: "pattern",
						params: { pattern: "^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$" },
						message: "must match pattern \"^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$\"",
						schema: "^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$",
						parentSchema: schema11.properties.fluxVersion,
						data: data1
					};
					if (vErrors === null) vErrors = [err2];
					else vErrors.push(err2);
					errors++;
				}
			} else {
				const err3 = {
					instancePath: instancePath + "/fluxVersion",
					schemaPath: "#/properties/fluxVersion/type",
					keyword: "type",
					params: { type: "string" },
					message: "must be string",
					schema: schema11.properties.fluxVersion.type,
					parentSchema: schema11.properties.fluxVersion,
					data: data1
				};
				if (vErrors === null) vErrors = [err3];
				else vErrors.push(err3);
				errors++;
			}
		}
		if (data.karmadaVersion !== void 0 && func0.call(data, "karmadaVersion")) {
			let data2 = data.karmadaVersion;
			if (typeof data2 === "string") {
				if (!pattern0.test(data2)) {
					const err4 = {
						instancePath: instancePath + "/karmadaVersion",
						schemaPath: "#/properties/karmadaVersion/pattern",
						keyword: "pattern",
						params: { pattern: "^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$" },
						message: "must match pattern \"^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$\"",
						schema: "^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$",
						parentSchema: schema11.properties.karmadaVersion,
						data: data2
					};
					if (vErrors === null) vErrors = [err4];
					else vErrors.push(err4);
					errors++;
				}
			} else {
				const err5 = {
					instancePath: instancePath + "/karmadaVersion",
					schemaPath: "#/properties/karmadaVersion/type",
					keyword: "type",
					params: { type: "string" },
					message: "must be string",
					schema: schema11.properties.karmadaVersion.type,
					parentSchema: schema11.properties.karmadaVersion,
					data: data2
				};
				if (vErrors === null) vErrors = [err5];
				else vErrors.push(err5);
				errors++;
			}
		}
		if (data.karmada !== void 0 && func0.call(data, "karmada")) {
			let data3 = data.karmada;
			if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
				for (const key1 of Object.keys(data3)) if (!(key1 === "skippedNamespaces")) {
					const err6 = {
						instancePath: instancePath + "/karmada",
						schemaPath: "#/properties/karmada/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key1 },
						message: "must NOT have additional properties",
						schema: false,
						parentSchema: schema11.properties.karmada,
						data: data3
					};
					if (vErrors === null) vErrors = [err6];
					else vErrors.push(err6);
					errors++;
				}
				if (data3.skippedNamespaces !== void 0 && func0.call(data3, "skippedNamespaces")) {
					let data4 = data3.skippedNamespaces;
					if (Array.isArray(data4)) {
						const len0 = data4.length;
						for (let i0 = 0; i0 < len0; i0++) {
							let data5 = data4[i0];
							if (typeof data5 === "string") {
								if (!pattern2.test(data5)) {
									const err7 = {
										instancePath: instancePath + "/karmada/skippedNamespaces/" + i0,
										schemaPath: "#/properties/karmada/properties/skippedNamespaces/items/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.karmada.properties.skippedNamespaces.items,
										data: data5
									};
									if (vErrors === null) vErrors = [err7];
									else vErrors.push(err7);
									errors++;
								}
							} else {
								const err8 = {
									instancePath: instancePath + "/karmada/skippedNamespaces/" + i0,
									schemaPath: "#/properties/karmada/properties/skippedNamespaces/items/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.karmada.properties.skippedNamespaces.items.type,
									parentSchema: schema11.properties.karmada.properties.skippedNamespaces.items,
									data: data5
								};
								if (vErrors === null) vErrors = [err8];
								else vErrors.push(err8);
								errors++;
							}
						}
					} else {
						const err9 = {
							instancePath: instancePath + "/karmada/skippedNamespaces",
							schemaPath: "#/properties/karmada/properties/skippedNamespaces/type",
							keyword: "type",
							params: { type: "array" },
							message: "must be array",
							schema: schema11.properties.karmada.properties.skippedNamespaces.type,
							parentSchema: schema11.properties.karmada.properties.skippedNamespaces,
							data: data4
						};
						if (vErrors === null) vErrors = [err9];
						else vErrors.push(err9);
						errors++;
					}
				}
			} else {
				const err10 = {
					instancePath: instancePath + "/karmada",
					schemaPath: "#/properties/karmada/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.karmada.type,
					parentSchema: schema11.properties.karmada,
					data: data3
				};
				if (vErrors === null) vErrors = [err10];
				else vErrors.push(err10);
				errors++;
			}
		}
		if (data.fleet !== void 0 && func0.call(data, "fleet")) {
			let data6 = data.fleet;
			if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
				for (const key2 of Object.keys(data6)) if (!(key2 === "delivery")) {
					const err11 = {
						instancePath: instancePath + "/fleet",
						schemaPath: "#/properties/fleet/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key2 },
						message: "must NOT have additional properties",
						schema: false,
						parentSchema: schema11.properties.fleet,
						data: data6
					};
					if (vErrors === null) vErrors = [err11];
					else vErrors.push(err11);
					errors++;
				}
				if (data6.delivery !== void 0 && func0.call(data6, "delivery")) {
					let data7 = data6.delivery;
					if (!(data7 === "kubectl" || data7 === "flux")) {
						const err12 = {
							instancePath: instancePath + "/fleet/delivery",
							schemaPath: "#/properties/fleet/properties/delivery/enum",
							keyword: "enum",
							params: { allowedValues: schema11.properties.fleet.properties.delivery.enum },
							message: "must be equal to one of the allowed values",
							schema: schema11.properties.fleet.properties.delivery.enum,
							parentSchema: schema11.properties.fleet.properties.delivery,
							data: data7
						};
						if (vErrors === null) vErrors = [err12];
						else vErrors.push(err12);
						errors++;
					}
				}
			} else {
				const err13 = {
					instancePath: instancePath + "/fleet",
					schemaPath: "#/properties/fleet/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.fleet.type,
					parentSchema: schema11.properties.fleet,
					data: data6
				};
				if (vErrors === null) vErrors = [err13];
				else vErrors.push(err13);
				errors++;
			}
		}
		if (data.roots !== void 0 && func0.call(data, "roots")) {
			let data8 = data.roots;
			if (Array.isArray(data8)) {
				if (data8.length < 1) {
					const err14 = {
						instancePath: instancePath + "/roots",
						schemaPath: "#/properties/roots/minItems",
						keyword: "minItems",
						params: { limit: 1 },
						message: "must NOT have fewer than 1 items",
						schema: 1,
						parentSchema: schema11.properties.roots,
						data: data8
					};
					if (vErrors === null) vErrors = [err14];
					else vErrors.push(err14);
					errors++;
				}
				const len1 = data8.length;
				for (let i1 = 0; i1 < len1; i1++) {
					let data9 = data8[i1];
					if (typeof data9 === "string") {
						if (!pattern3.test(data9)) {
							const err15 = {
								instancePath: instancePath + "/roots/" + i1,
								schemaPath: "#/definitions/folder/pattern",
								keyword: "pattern",
								params: { pattern: "^(?!/)(?!(.*/)?\\.\\.(/|$))" },
								message: "must match pattern \"^(?!/)(?!(.*/)?\\.\\.(/|$))\"",
								schema: "^(?!/)(?!(.*/)?\\.\\.(/|$))",
								parentSchema: schema12,
								data: data9
							};
							if (vErrors === null) vErrors = [err15];
							else vErrors.push(err15);
							errors++;
						}
					} else {
						const err16 = {
							instancePath: instancePath + "/roots/" + i1,
							schemaPath: "#/definitions/folder/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema12.type,
							parentSchema: schema12,
							data: data9
						};
						if (vErrors === null) vErrors = [err16];
						else vErrors.push(err16);
						errors++;
					}
				}
			} else {
				const err17 = {
					instancePath: instancePath + "/roots",
					schemaPath: "#/properties/roots/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.roots.type,
					parentSchema: schema11.properties.roots,
					data: data8
				};
				if (vErrors === null) vErrors = [err17];
				else vErrors.push(err17);
				errors++;
			}
		}
		if (data.appsDir !== void 0 && func0.call(data, "appsDir")) {
			let data10 = data.appsDir;
			if (typeof data10 === "string") {
				if (!pattern3.test(data10)) {
					const err18 = {
						instancePath: instancePath + "/appsDir",
						schemaPath: "#/definitions/folder/pattern",
						keyword: "pattern",
						params: { pattern: "^(?!/)(?!(.*/)?\\.\\.(/|$))" },
						message: "must match pattern \"^(?!/)(?!(.*/)?\\.\\.(/|$))\"",
						schema: "^(?!/)(?!(.*/)?\\.\\.(/|$))",
						parentSchema: schema12,
						data: data10
					};
					if (vErrors === null) vErrors = [err18];
					else vErrors.push(err18);
					errors++;
				}
			} else {
				const err19 = {
					instancePath: instancePath + "/appsDir",
					schemaPath: "#/definitions/folder/type",
					keyword: "type",
					params: { type: "string" },
					message: "must be string",
					schema: schema12.type,
					parentSchema: schema12,
					data: data10
				};
				if (vErrors === null) vErrors = [err19];
				else vErrors.push(err19);
				errors++;
			}
		}
		if (data.ignore !== void 0 && func0.call(data, "ignore")) {
			let data11 = data.ignore;
			if (Array.isArray(data11)) {
				const len2 = data11.length;
				for (let i2 = 0; i2 < len2; i2++) {
					let data12 = data11[i2];
					if (typeof data12 === "string") {
						if (!pattern2.test(data12)) {
							const err20 = {
								instancePath: instancePath + "/ignore/" + i2,
								schemaPath: "#/definitions/glob/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema14,
								data: data12
							};
							if (vErrors === null) vErrors = [err20];
							else vErrors.push(err20);
							errors++;
						}
					} else {
						const err21 = {
							instancePath: instancePath + "/ignore/" + i2,
							schemaPath: "#/definitions/glob/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema14.type,
							parentSchema: schema14,
							data: data12
						};
						if (vErrors === null) vErrors = [err21];
						else vErrors.push(err21);
						errors++;
					}
				}
			} else {
				const err22 = {
					instancePath: instancePath + "/ignore",
					schemaPath: "#/properties/ignore/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.ignore.type,
					parentSchema: schema11.properties.ignore,
					data: data11
				};
				if (vErrors === null) vErrors = [err22];
				else vErrors.push(err22);
				errors++;
			}
		}
		if (data.externals !== void 0 && func0.call(data, "externals")) {
			let data13 = data.externals;
			if (Array.isArray(data13)) {
				const len3 = data13.length;
				for (let i3 = 0; i3 < len3; i3++) {
					let data14 = data13[i3];
					if (data14 && typeof data14 == "object" && !Array.isArray(data14)) {
						if (data14.kind === void 0 || !func0.call(data14, "kind")) {
							const err23 = {
								instancePath: instancePath + "/externals/" + i3,
								schemaPath: "#/properties/externals/items/required",
								keyword: "required",
								params: { missingProperty: "kind" },
								message: "must have required property 'kind'",
								schema: schema11.properties.externals.items.required,
								parentSchema: schema11.properties.externals.items,
								data: data14
							};
							if (vErrors === null) vErrors = [err23];
							else vErrors.push(err23);
							errors++;
						}
						if (data14.name === void 0 || !func0.call(data14, "name")) {
							const err24 = {
								instancePath: instancePath + "/externals/" + i3,
								schemaPath: "#/properties/externals/items/required",
								keyword: "required",
								params: { missingProperty: "name" },
								message: "must have required property 'name'",
								schema: schema11.properties.externals.items.required,
								parentSchema: schema11.properties.externals.items,
								data: data14
							};
							if (vErrors === null) vErrors = [err24];
							else vErrors.push(err24);
							errors++;
						}
						for (const key3 of Object.keys(data14)) if (!(key3 === "kind" || key3 === "namespace" || key3 === "name")) {
							const err25 = {
								instancePath: instancePath + "/externals/" + i3,
								schemaPath: "#/properties/externals/items/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key3 },
								message: "must NOT have additional properties",
								schema: false,
								parentSchema: schema11.properties.externals.items,
								data: data14
							};
							if (vErrors === null) vErrors = [err25];
							else vErrors.push(err25);
							errors++;
						}
						if (data14.kind !== void 0 && func0.call(data14, "kind")) {
							let data15 = data14.kind;
							if (typeof data15 === "string") {
								if (!pattern2.test(data15)) {
									const err26 = {
										instancePath: instancePath + "/externals/" + i3 + "/kind",
										schemaPath: "#/properties/externals/items/properties/kind/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.externals.items.properties.kind,
										data: data15
									};
									if (vErrors === null) vErrors = [err26];
									else vErrors.push(err26);
									errors++;
								}
							} else {
								const err27 = {
									instancePath: instancePath + "/externals/" + i3 + "/kind",
									schemaPath: "#/properties/externals/items/properties/kind/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.externals.items.properties.kind.type,
									parentSchema: schema11.properties.externals.items.properties.kind,
									data: data15
								};
								if (vErrors === null) vErrors = [err27];
								else vErrors.push(err27);
								errors++;
							}
						}
						if (data14.namespace !== void 0 && func0.call(data14, "namespace")) {
							let data16 = data14.namespace;
							if (typeof data16 === "string") {
								if (!pattern2.test(data16)) {
									const err28 = {
										instancePath: instancePath + "/externals/" + i3 + "/namespace",
										schemaPath: "#/properties/externals/items/properties/namespace/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.externals.items.properties.namespace,
										data: data16
									};
									if (vErrors === null) vErrors = [err28];
									else vErrors.push(err28);
									errors++;
								}
							} else {
								const err29 = {
									instancePath: instancePath + "/externals/" + i3 + "/namespace",
									schemaPath: "#/properties/externals/items/properties/namespace/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.externals.items.properties.namespace.type,
									parentSchema: schema11.properties.externals.items.properties.namespace,
									data: data16
								};
								if (vErrors === null) vErrors = [err29];
								else vErrors.push(err29);
								errors++;
							}
						}
						if (data14.name !== void 0 && func0.call(data14, "name")) {
							let data17 = data14.name;
							if (typeof data17 === "string") {
								if (!pattern2.test(data17)) {
									const err30 = {
										instancePath: instancePath + "/externals/" + i3 + "/name",
										schemaPath: "#/properties/externals/items/properties/name/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.externals.items.properties.name,
										data: data17
									};
									if (vErrors === null) vErrors = [err30];
									else vErrors.push(err30);
									errors++;
								}
							} else {
								const err31 = {
									instancePath: instancePath + "/externals/" + i3 + "/name",
									schemaPath: "#/properties/externals/items/properties/name/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.externals.items.properties.name.type,
									parentSchema: schema11.properties.externals.items.properties.name,
									data: data17
								};
								if (vErrors === null) vErrors = [err31];
								else vErrors.push(err31);
								errors++;
							}
						}
					} else {
						const err32 = {
							instancePath: instancePath + "/externals/" + i3,
							schemaPath: "#/properties/externals/items/type",
							keyword: "type",
							params: { type: "object" },
							message: "must be object",
							schema: schema11.properties.externals.items.type,
							parentSchema: schema11.properties.externals.items,
							data: data14
						};
						if (vErrors === null) vErrors = [err32];
						else vErrors.push(err32);
						errors++;
					}
				}
			} else {
				const err33 = {
					instancePath: instancePath + "/externals",
					schemaPath: "#/properties/externals/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.externals.type,
					parentSchema: schema11.properties.externals,
					data: data13
				};
				if (vErrors === null) vErrors = [err33];
				else vErrors.push(err33);
				errors++;
			}
		}
		if (data.extends !== void 0 && func0.call(data, "extends")) {
			let data18 = data.extends;
			if (!(data18 === "recommended" || data18 === "strict")) {
				const err34 = {
					instancePath: instancePath + "/extends",
					schemaPath: "#/properties/extends/enum",
					keyword: "enum",
					params: { allowedValues: schema11.properties.extends.enum },
					message: "must be equal to one of the allowed values",
					schema: schema11.properties.extends.enum,
					parentSchema: schema11.properties.extends,
					data: data18
				};
				if (vErrors === null) vErrors = [err34];
				else vErrors.push(err34);
				errors++;
			}
		}
		if (data.rules !== void 0 && func0.call(data, "rules")) {
			let data19 = data.rules;
			if (data19 && typeof data19 == "object" && !Array.isArray(data19)) for (const key4 of Object.keys(data19)) {
				let data20 = data19[key4];
				const _errs48 = errors;
				let valid16 = true;
				const _errs49 = errors;
				if (!Array.isArray(data20)) {
					const err35 = {};
					if (vErrors === null) vErrors = [err35];
					else vErrors.push(err35);
					errors++;
				}
				var _valid0 = _errs49 === errors;
				errors = _errs48;
				if (vErrors !== null) {
					if (_errs48) vErrors.length = _errs48;
					else vErrors = null;
				}
				let ifClause0;
				if (_valid0) {
					const _errs51 = errors;
					if (!validate11(data20, {
						instancePath: instancePath + "/rules/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),
						parentData: data19,
						parentDataProperty: key4,
						rootData
					})) {
						vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
						errors = vErrors.length;
					}
					var _valid0 = _errs51 === errors;
					valid16 = _valid0;
					ifClause0 = "then";
				} else {
					const _errs52 = errors;
					if (!(data20 === "off" || data20 === "info" || data20 === "warning" || data20 === "error")) {
						const err36 = {
							instancePath: instancePath + "/rules/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/definitions/severity/enum",
							keyword: "enum",
							params: { allowedValues: schema16.enum },
							message: "must be equal to one of the allowed values",
							schema: schema16.enum,
							parentSchema: schema16,
							data: data20
						};
						if (vErrors === null) vErrors = [err36];
						else vErrors.push(err36);
						errors++;
					}
					var _valid0 = _errs52 === errors;
					valid16 = _valid0;
					ifClause0 = "else";
				}
				if (!valid16) {
					const err37 = {
						instancePath: instancePath + "/rules/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),
						schemaPath: "#/properties/rules/additionalProperties/if",
						keyword: "if",
						params: { failingKeyword: ifClause0 },
						message: "must match \"" + ifClause0 + "\" schema",
						schema: schema11.properties.rules.additionalProperties.if,
						parentSchema: schema11.properties.rules.additionalProperties,
						data: data20
					};
					if (vErrors === null) vErrors = [err37];
					else vErrors.push(err37);
					errors++;
				}
			}
			else {
				const err38 = {
					instancePath: instancePath + "/rules",
					schemaPath: "#/properties/rules/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.rules.type,
					parentSchema: schema11.properties.rules,
					data: data19
				};
				if (vErrors === null) vErrors = [err38];
				else vErrors.push(err38);
				errors++;
			}
		}
		if (data.overrides !== void 0 && func0.call(data, "overrides")) {
			let data21 = data.overrides;
			if (Array.isArray(data21)) {
				const len4 = data21.length;
				for (let i4 = 0; i4 < len4; i4++) {
					let data22 = data21[i4];
					if (data22 && typeof data22 == "object" && !Array.isArray(data22)) {
						if (data22.files === void 0 || !func0.call(data22, "files")) {
							const err39 = {
								instancePath: instancePath + "/overrides/" + i4,
								schemaPath: "#/properties/overrides/items/required",
								keyword: "required",
								params: { missingProperty: "files" },
								message: "must have required property 'files'",
								schema: schema11.properties.overrides.items.required,
								parentSchema: schema11.properties.overrides.items,
								data: data22
							};
							if (vErrors === null) vErrors = [err39];
							else vErrors.push(err39);
							errors++;
						}
						if (data22.rules === void 0 || !func0.call(data22, "rules")) {
							const err40 = {
								instancePath: instancePath + "/overrides/" + i4,
								schemaPath: "#/properties/overrides/items/required",
								keyword: "required",
								params: { missingProperty: "rules" },
								message: "must have required property 'rules'",
								schema: schema11.properties.overrides.items.required,
								parentSchema: schema11.properties.overrides.items,
								data: data22
							};
							if (vErrors === null) vErrors = [err40];
							else vErrors.push(err40);
							errors++;
						}
						for (const key5 of Object.keys(data22)) if (!(key5 === "files" || key5 === "rules")) {
							const err41 = {
								instancePath: instancePath + "/overrides/" + i4,
								schemaPath: "#/properties/overrides/items/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key5 },
								message: "must NOT have additional properties",
								schema: false,
								parentSchema: schema11.properties.overrides.items,
								data: data22
							};
							if (vErrors === null) vErrors = [err41];
							else vErrors.push(err41);
							errors++;
						}
						if (data22.files !== void 0 && func0.call(data22, "files")) {
							let data23 = data22.files;
							if (Array.isArray(data23)) {
								if (data23.length < 1) {
									const err42 = {
										instancePath: instancePath + "/overrides/" + i4 + "/files",
										schemaPath: "#/properties/overrides/items/properties/files/minItems",
										keyword: "minItems",
										params: { limit: 1 },
										message: "must NOT have fewer than 1 items",
										schema: 1,
										parentSchema: schema11.properties.overrides.items.properties.files,
										data: data23
									};
									if (vErrors === null) vErrors = [err42];
									else vErrors.push(err42);
									errors++;
								}
								const len5 = data23.length;
								for (let i5 = 0; i5 < len5; i5++) {
									let data24 = data23[i5];
									if (typeof data24 === "string") {
										if (!pattern2.test(data24)) {
											const err43 = {
												instancePath: instancePath + "/overrides/" + i4 + "/files/" + i5,
												schemaPath: "#/definitions/glob/pattern",
												keyword: "pattern",
												params: { pattern: "\\S" },
												message: "must match pattern \"\\S\"",
												schema: "\\S",
												parentSchema: schema14,
												data: data24
											};
											if (vErrors === null) vErrors = [err43];
											else vErrors.push(err43);
											errors++;
										}
									} else {
										const err44 = {
											instancePath: instancePath + "/overrides/" + i4 + "/files/" + i5,
											schemaPath: "#/definitions/glob/type",
											keyword: "type",
											params: { type: "string" },
											message: "must be string",
											schema: schema14.type,
											parentSchema: schema14,
											data: data24
										};
										if (vErrors === null) vErrors = [err44];
										else vErrors.push(err44);
										errors++;
									}
								}
							} else {
								const err45 = {
									instancePath: instancePath + "/overrides/" + i4 + "/files",
									schemaPath: "#/properties/overrides/items/properties/files/type",
									keyword: "type",
									params: { type: "array" },
									message: "must be array",
									schema: schema11.properties.overrides.items.properties.files.type,
									parentSchema: schema11.properties.overrides.items.properties.files,
									data: data23
								};
								if (vErrors === null) vErrors = [err45];
								else vErrors.push(err45);
								errors++;
							}
						}
						if (data22.rules !== void 0 && func0.call(data22, "rules")) {
							let data25 = data22.rules;
							if (data25 && typeof data25 == "object" && !Array.isArray(data25)) for (const key6 of Object.keys(data25)) {
								let data26 = data25[key6];
								if (!(data26 === "off" || data26 === "info" || data26 === "warning" || data26 === "error")) {
									const err46 = {
										instancePath: instancePath + "/overrides/" + i4 + "/rules/" + key6.replace(/~/g, "~0").replace(/\//g, "~1"),
										schemaPath: "#/definitions/severity/enum",
										keyword: "enum",
										params: { allowedValues: schema16.enum },
										message: "must be equal to one of the allowed values",
										schema: schema16.enum,
										parentSchema: schema16,
										data: data26
									};
									if (vErrors === null) vErrors = [err46];
									else vErrors.push(err46);
									errors++;
								}
							}
							else {
								const err47 = {
									instancePath: instancePath + "/overrides/" + i4 + "/rules",
									schemaPath: "#/properties/overrides/items/properties/rules/type",
									keyword: "type",
									params: { type: "object" },
									message: "must be object",
									schema: schema11.properties.overrides.items.properties.rules.type,
									parentSchema: schema11.properties.overrides.items.properties.rules,
									data: data25
								};
								if (vErrors === null) vErrors = [err47];
								else vErrors.push(err47);
								errors++;
							}
						}
					} else {
						const err48 = {
							instancePath: instancePath + "/overrides/" + i4,
							schemaPath: "#/properties/overrides/items/type",
							keyword: "type",
							params: { type: "object" },
							message: "must be object",
							schema: schema11.properties.overrides.items.type,
							parentSchema: schema11.properties.overrides.items,
							data: data22
						};
						if (vErrors === null) vErrors = [err48];
						else vErrors.push(err48);
						errors++;
					}
				}
			} else {
				const err49 = {
					instancePath: instancePath + "/overrides",
					schemaPath: "#/properties/overrides/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.overrides.type,
					parentSchema: schema11.properties.overrides,
					data: data21
				};
				if (vErrors === null) vErrors = [err49];
				else vErrors.push(err49);
				errors++;
			}
		}
		if (data.valuesStyle !== void 0 && func0.call(data, "valuesStyle")) {
			let data27 = data.valuesStyle;
			if (!(data27 === "full" || data27 === "minimal")) {
				const err50 = {
					instancePath: instancePath + "/valuesStyle",
					schemaPath: "#/properties/valuesStyle/enum",
					keyword: "enum",
					params: { allowedValues: schema11.properties.valuesStyle.enum },
					message: "must be equal to one of the allowed values",
					schema: schema11.properties.valuesStyle.enum,
					parentSchema: schema11.properties.valuesStyle,
					data: data27
				};
				if (vErrors === null) vErrors = [err50];
				else vErrors.push(err50);
				errors++;
			}
		}
		if (data.schemas !== void 0 && func0.call(data, "schemas")) {
			let data28 = data.schemas;
			if (Array.isArray(data28)) {
				const len6 = data28.length;
				for (let i6 = 0; i6 < len6; i6++) {
					let data29 = data28[i6];
					if (typeof data29 === "string") {
						if (!pattern2.test(data29)) {
							const err51 = {
								instancePath: instancePath + "/schemas/" + i6,
								schemaPath: "#/definitions/glob/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema14,
								data: data29
							};
							if (vErrors === null) vErrors = [err51];
							else vErrors.push(err51);
							errors++;
						}
					} else {
						const err52 = {
							instancePath: instancePath + "/schemas/" + i6,
							schemaPath: "#/definitions/glob/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema14.type,
							parentSchema: schema14,
							data: data29
						};
						if (vErrors === null) vErrors = [err52];
						else vErrors.push(err52);
						errors++;
					}
				}
			} else {
				const err53 = {
					instancePath: instancePath + "/schemas",
					schemaPath: "#/properties/schemas/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.schemas.type,
					parentSchema: schema11.properties.schemas,
					data: data28
				};
				if (vErrors === null) vErrors = [err53];
				else vErrors.push(err53);
				errors++;
			}
		}
		if (data.charts !== void 0 && func0.call(data, "charts")) {
			let data30 = data.charts;
			if (data30 && typeof data30 == "object" && !Array.isArray(data30)) for (const key7 of Object.keys(data30)) {
				let data31 = data30[key7];
				if (typeof data31 === "string") {
					if (!pattern11.test(data31)) {
						const err54 = {
							instancePath: instancePath + "/charts/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/charts/additionalProperties/pattern",
							keyword: "pattern",
							params: { pattern: "^(https?|oci)://[^/\\s]" },
							message: "must match pattern \"^(https?|oci)://[^/\\s]\"",
							schema: "^(https?|oci)://[^/\\s]",
							parentSchema: schema11.properties.charts.additionalProperties,
							data: data31
						};
						if (vErrors === null) vErrors = [err54];
						else vErrors.push(err54);
						errors++;
					}
				} else {
					const err55 = {
						instancePath: instancePath + "/charts/" + key7.replace(/~/g, "~0").replace(/\//g, "~1"),
						schemaPath: "#/properties/charts/additionalProperties/type",
						keyword: "type",
						params: { type: "string" },
						message: "must be string",
						schema: schema11.properties.charts.additionalProperties.type,
						parentSchema: schema11.properties.charts.additionalProperties,
						data: data31
					};
					if (vErrors === null) vErrors = [err55];
					else vErrors.push(err55);
					errors++;
				}
			}
			else {
				const err56 = {
					instancePath: instancePath + "/charts",
					schemaPath: "#/properties/charts/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.charts.type,
					parentSchema: schema11.properties.charts,
					data: data30
				};
				if (vErrors === null) vErrors = [err56];
				else vErrors.push(err56);
				errors++;
			}
		}
		if (data.commit !== void 0 && func0.call(data, "commit")) {
			let data32 = data.commit;
			if (data32 && typeof data32 == "object" && !Array.isArray(data32)) {
				for (const key8 of Object.keys(data32)) if (!func0.call(schema11.properties.commit.properties, key8)) {
					const err57 = {
						instancePath: instancePath + "/commit",
						schemaPath: "#/properties/commit/additionalProperties",
						keyword: "additionalProperties",
						params: { additionalProperty: key8 },
						message: "must NOT have additional properties",
						schema: false,
						parentSchema: schema11.properties.commit,
						data: data32
					};
					if (vErrors === null) vErrors = [err57];
					else vErrors.push(err57);
					errors++;
				}
				if (data32.init !== void 0 && func0.call(data32, "init")) {
					let data33 = data32.init;
					if (typeof data33 === "string") {
						if (!pattern2.test(data33)) {
							const err58 = {
								instancePath: instancePath + "/commit/init",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data33
							};
							if (vErrors === null) vErrors = [err58];
							else vErrors.push(err58);
							errors++;
						}
					} else {
						const err59 = {
							instancePath: instancePath + "/commit/init",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data33
						};
						if (vErrors === null) vErrors = [err59];
						else vErrors.push(err59);
						errors++;
					}
				}
				if (data32.lint !== void 0 && func0.call(data32, "lint")) {
					let data34 = data32.lint;
					if (typeof data34 === "string") {
						if (!pattern2.test(data34)) {
							const err60 = {
								instancePath: instancePath + "/commit/lint",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data34
							};
							if (vErrors === null) vErrors = [err60];
							else vErrors.push(err60);
							errors++;
						}
					} else {
						const err61 = {
							instancePath: instancePath + "/commit/lint",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data34
						};
						if (vErrors === null) vErrors = [err61];
						else vErrors.push(err61);
						errors++;
					}
				}
				if (data32.migrate !== void 0 && func0.call(data32, "migrate")) {
					let data35 = data32.migrate;
					if (typeof data35 === "string") {
						if (!pattern2.test(data35)) {
							const err62 = {
								instancePath: instancePath + "/commit/migrate",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data35
							};
							if (vErrors === null) vErrors = [err62];
							else vErrors.push(err62);
							errors++;
						}
					} else {
						const err63 = {
							instancePath: instancePath + "/commit/migrate",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data35
						};
						if (vErrors === null) vErrors = [err63];
						else vErrors.push(err63);
						errors++;
					}
				}
				if (data32["import-clusters"] !== void 0 && func0.call(data32, "import-clusters")) {
					let data36 = data32["import-clusters"];
					if (typeof data36 === "string") {
						if (!pattern2.test(data36)) {
							const err64 = {
								instancePath: instancePath + "/commit/import-clusters",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data36
							};
							if (vErrors === null) vErrors = [err64];
							else vErrors.push(err64);
							errors++;
						}
					} else {
						const err65 = {
							instancePath: instancePath + "/commit/import-clusters",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data36
						};
						if (vErrors === null) vErrors = [err65];
						else vErrors.push(err65);
						errors++;
					}
				}
				if (data32["new-app"] !== void 0 && func0.call(data32, "new-app")) {
					let data37 = data32["new-app"];
					if (typeof data37 === "string") {
						if (!pattern2.test(data37)) {
							const err66 = {
								instancePath: instancePath + "/commit/new-app",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data37
							};
							if (vErrors === null) vErrors = [err66];
							else vErrors.push(err66);
							errors++;
						}
					} else {
						const err67 = {
							instancePath: instancePath + "/commit/new-app",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data37
						};
						if (vErrors === null) vErrors = [err67];
						else vErrors.push(err67);
						errors++;
					}
				}
				if (data32.override !== void 0 && func0.call(data32, "override")) {
					let data38 = data32.override;
					if (typeof data38 === "string") {
						if (!pattern2.test(data38)) {
							const err68 = {
								instancePath: instancePath + "/commit/override",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data38
							};
							if (vErrors === null) vErrors = [err68];
							else vErrors.push(err68);
							errors++;
						}
					} else {
						const err69 = {
							instancePath: instancePath + "/commit/override",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data38
						};
						if (vErrors === null) vErrors = [err69];
						else vErrors.push(err69);
						errors++;
					}
				}
				if (data32.place !== void 0 && func0.call(data32, "place")) {
					let data39 = data32.place;
					if (typeof data39 === "string") {
						if (!pattern2.test(data39)) {
							const err70 = {
								instancePath: instancePath + "/commit/place",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data39
							};
							if (vErrors === null) vErrors = [err70];
							else vErrors.push(err70);
							errors++;
						}
					} else {
						const err71 = {
							instancePath: instancePath + "/commit/place",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data39
						};
						if (vErrors === null) vErrors = [err71];
						else vErrors.push(err71);
						errors++;
					}
				}
				if (data32["remove-app"] !== void 0 && func0.call(data32, "remove-app")) {
					let data40 = data32["remove-app"];
					if (typeof data40 === "string") {
						if (!pattern2.test(data40)) {
							const err72 = {
								instancePath: instancePath + "/commit/remove-app",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data40
							};
							if (vErrors === null) vErrors = [err72];
							else vErrors.push(err72);
							errors++;
						}
					} else {
						const err73 = {
							instancePath: instancePath + "/commit/remove-app",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data40
						};
						if (vErrors === null) vErrors = [err73];
						else vErrors.push(err73);
						errors++;
					}
				}
				if (data32["rename-app"] !== void 0 && func0.call(data32, "rename-app")) {
					let data41 = data32["rename-app"];
					if (typeof data41 === "string") {
						if (!pattern2.test(data41)) {
							const err74 = {
								instancePath: instancePath + "/commit/rename-app",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data41
							};
							if (vErrors === null) vErrors = [err74];
							else vErrors.push(err74);
							errors++;
						}
					} else {
						const err75 = {
							instancePath: instancePath + "/commit/rename-app",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data41
						};
						if (vErrors === null) vErrors = [err75];
						else vErrors.push(err75);
						errors++;
					}
				}
				if (data32.upgrade !== void 0 && func0.call(data32, "upgrade")) {
					let data42 = data32.upgrade;
					if (typeof data42 === "string") {
						if (!pattern2.test(data42)) {
							const err76 = {
								instancePath: instancePath + "/commit/upgrade",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data42
							};
							if (vErrors === null) vErrors = [err76];
							else vErrors.push(err76);
							errors++;
						}
					} else {
						const err77 = {
							instancePath: instancePath + "/commit/upgrade",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data42
						};
						if (vErrors === null) vErrors = [err77];
						else vErrors.push(err77);
						errors++;
					}
				}
				if (data32.values !== void 0 && func0.call(data32, "values")) {
					let data43 = data32.values;
					if (typeof data43 === "string") {
						if (!pattern2.test(data43)) {
							const err78 = {
								instancePath: instancePath + "/commit/values",
								schemaPath: "#/definitions/message/pattern",
								keyword: "pattern",
								params: { pattern: "\\S" },
								message: "must match pattern \"\\S\"",
								schema: "\\S",
								parentSchema: schema21,
								data: data43
							};
							if (vErrors === null) vErrors = [err78];
							else vErrors.push(err78);
							errors++;
						}
					} else {
						const err79 = {
							instancePath: instancePath + "/commit/values",
							schemaPath: "#/definitions/message/type",
							keyword: "type",
							params: { type: "string" },
							message: "must be string",
							schema: schema21.type,
							parentSchema: schema21,
							data: data43
						};
						if (vErrors === null) vErrors = [err79];
						else vErrors.push(err79);
						errors++;
					}
				}
			} else {
				const err80 = {
					instancePath: instancePath + "/commit",
					schemaPath: "#/properties/commit/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.commit.type,
					parentSchema: schema11.properties.commit,
					data: data32
				};
				if (vErrors === null) vErrors = [err80];
				else vErrors.push(err80);
				errors++;
			}
		}
		if (data.templates !== void 0 && func0.call(data, "templates")) {
			let data44 = data.templates;
			if (typeof data44 === "string") {
				if (!pattern3.test(data44)) {
					const err81 = {
						instancePath: instancePath + "/templates",
						schemaPath: "#/definitions/folder/pattern",
						keyword: "pattern",
						params: { pattern: "^(?!/)(?!(.*/)?\\.\\.(/|$))" },
						message: "must match pattern \"^(?!/)(?!(.*/)?\\.\\.(/|$))\"",
						schema: "^(?!/)(?!(.*/)?\\.\\.(/|$))",
						parentSchema: schema12,
						data: data44
					};
					if (vErrors === null) vErrors = [err81];
					else vErrors.push(err81);
					errors++;
				}
			} else {
				const err82 = {
					instancePath: instancePath + "/templates",
					schemaPath: "#/definitions/folder/type",
					keyword: "type",
					params: { type: "string" },
					message: "must be string",
					schema: schema12.type,
					parentSchema: schema12,
					data: data44
				};
				if (vErrors === null) vErrors = [err82];
				else vErrors.push(err82);
				errors++;
			}
		}
	} else {
		const err83 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" },
			message: "must be object",
			schema: schema11.type,
			parentSchema: schema11,
			data
		};
		if (vErrors === null) vErrors = [err83];
		else vErrors.push(err83);
		errors++;
	}
	validate10.errors = vErrors;
	return errors === 0;
}
export { _validator_default as default, validate };
