// Generated from schemas/clusters.schema.json by scripts/precompile-schemas.mjs; npm run generate makes it anew.
// \0validator
const validate = validate10;
var _validator_default = validate10;
const schema11 = {
	"$schema": "http://json-schema.org/draft-07/schema#",
	"$id": "https://unpkg.com/gitops-kit/schemas/clusters.schema.json",
	"title": "The inventory of a Karmada fleet: fleet/clusters.jsonc",
	"description": "The member clusters, by name: what placement asks of them. `gitops-kit import-clusters` writes it.",
	"type": "object",
	"additionalProperties": false,
	"required": ["clusters"],
	"properties": {
		"$schema": {
			"description": "Where editors find this schema.",
			"type": "string"
		},
		"clusters": {
			"description": "Name -> what is known of the cluster.",
			"type": "object",
			"additionalProperties": {
				"type": "object",
				"additionalProperties": false,
				"properties": {
					"labels": {
						"description": "metadata.labels of the Cluster: what labelSelectors ask for.",
						"type": "object",
						"additionalProperties": { "type": "string" },
						"default": {}
					},
					"taints": {
						"description": "spec.taints: what a placement must tolerate.",
						"type": "array",
						"items": {
							"type": "object",
							"additionalProperties": false,
							"required": ["key", "effect"],
							"properties": {
								"key": {
									"type": "string",
									"pattern": "\\S"
								},
								"value": {
									"type": "string",
									"default": ""
								},
								"effect": { "enum": [
									"NoSchedule",
									"PreferNoSchedule",
									"NoExecute"
								] }
							}
						},
						"default": []
					},
					"provider": {
						"description": "spec.provider",
						"type": "string",
						"pattern": "\\S",
						"examples": ["aws"]
					},
					"region": {
						"description": "spec.region",
						"type": "string",
						"pattern": "\\S",
						"examples": ["eu-west-1"]
					},
					"zones": {
						"description": "spec.zones, or spec.zone as a list of one.",
						"type": "array",
						"items": {
							"type": "string",
							"pattern": "\\S"
						},
						"default": []
					},
					"apiEnablements": {
						"description": "status.apiEnablements: which kinds the member serves, by groupVersion. Default: everything is taken to be served; so is a group that is not named, unless v1 is: then the list is whole.",
						"type": "object",
						"additionalProperties": {
							"type": "array",
							"items": {
								"type": "string",
								"pattern": "\\S"
							}
						},
						"examples": [{ "helm.toolkit.fluxcd.io/v2": ["HelmRelease"] }]
					},
					"fluxVersion": {
						"description": "The Flux version that runs there.",
						"type": "string",
						"pattern": "^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$",
						"examples": ["2.9"]
					},
					"deleting": {
						"description": "Whether the cluster is being removed from the fleet.",
						"type": "boolean",
						"default": false
					}
				}
			}
		}
	}
};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("\\S", "u");
const pattern5 = new RegExp("^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$", "u");
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.clusters === void 0 || !func0.call(data, "clusters")) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "clusters" },
				message: "must have required property 'clusters'",
				schema: schema11.required,
				parentSchema: schema11,
				data
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		for (const key0 of Object.keys(data)) if (!(key0 === "$schema" || key0 === "clusters")) {
			const err1 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 },
				message: "must NOT have additional properties",
				schema: false,
				parentSchema: schema11,
				data
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		if (data.$schema !== void 0 && func0.call(data, "$schema")) {
			let data0 = data.$schema;
			if (typeof data0 !== "string") {
				const err2 = {
					instancePath: instancePath + "/$schema",
					schemaPath: "#/properties/%24schema/type",
					keyword: "type",
					params: { type: "string" },
					message: "must be string",
					schema: schema11.properties.$schema.type,
					parentSchema: schema11.properties.$schema,
					data: data0
				};
				if (vErrors === null) vErrors = [err2];
				else vErrors.push(err2);
				errors++;
			}
		}
		if (data.clusters !== void 0 && func0.call(data, "clusters")) {
			let data1 = data.clusters;
			if (data1 && typeof data1 == "object" && !Array.isArray(data1)) for (const key1 of Object.keys(data1)) {
				let data2 = data1[key1];
				if (data2 && typeof data2 == "object" && !Array.isArray(data2)) {
					for (const key2 of Object.keys(data2)) if (!(key2 === "labels" || key2 === "taints" || key2 === "provider" || key2 === "region" || key2 === "zones" || key2 === "apiEnablements" || key2 === "fluxVersion" || key2 === "deleting")) {
						const err3 = {
							instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),
							schemaPath: "#/properties/clusters/additionalProperties/additionalProperties",
							keyword: "additionalProperties",
							params: { additionalProperty: key2 },
							message: "must NOT have additional properties",
							schema: false,
							parentSchema: schema11.properties.clusters.additionalProperties,
							data: data2
						};
						if (vErrors === null) vErrors = [err3];
						else vErrors.push(err3);
						errors++;
					}
					if (data2.labels !== void 0 && func0.call(data2, "labels")) {
						let data3 = data2.labels;
						if (data3 && typeof data3 == "object" && !Array.isArray(data3)) for (const key3 of Object.keys(data3)) {
							let data4 = data3[key3];
							if (typeof data4 !== "string") {
								const err4 = {
									instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/labels/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),
									schemaPath: "#/properties/clusters/additionalProperties/properties/labels/additionalProperties/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.clusters.additionalProperties.properties.labels.additionalProperties.type,
									parentSchema: schema11.properties.clusters.additionalProperties.properties.labels.additionalProperties,
									data: data4
								};
								if (vErrors === null) vErrors = [err4];
								else vErrors.push(err4);
								errors++;
							}
						}
						else {
							const err5 = {
								instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/labels",
								schemaPath: "#/properties/clusters/additionalProperties/properties/labels/type",
								keyword: "type",
								params: { type: "object" },
								message: "must be object",
								schema: schema11.properties.clusters.additionalProperties.properties.labels.type,
								parentSchema: schema11.properties.clusters.additionalProperties.properties.labels,
								data: data3
							};
							if (vErrors === null) vErrors = [err5];
							else vErrors.push(err5);
							errors++;
						}
					}
					if (data2.taints !== void 0 && func0.call(data2, "taints")) {
						let data5 = data2.taints;
						if (Array.isArray(data5)) {
							const len0 = data5.length;
							for (let i0 = 0; i0 < len0; i0++) {
								let data6 = data5[i0];
								if (data6 && typeof data6 == "object" && !Array.isArray(data6)) {
									if (data6.key === void 0 || !func0.call(data6, "key")) {
										const err6 = {
											instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/taints/" + i0,
											schemaPath: "#/properties/clusters/additionalProperties/properties/taints/items/required",
											keyword: "required",
											params: { missingProperty: "key" },
											message: "must have required property 'key'",
											schema: schema11.properties.clusters.additionalProperties.properties.taints.items.required,
											parentSchema: schema11.properties.clusters.additionalProperties.properties.taints.items,
											data: data6
										};
										if (vErrors === null) vErrors = [err6];
										else vErrors.push(err6);
										errors++;
									}
									if (data6.effect === void 0 || !func0.call(data6, "effect")) {
										const err7 = {
											instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/taints/" + i0,
											schemaPath: "#/properties/clusters/additionalProperties/properties/taints/items/required",
											keyword: "required",
											params: { missingProperty: "effect" },
											message: "must have required property 'effect'",
											schema: schema11.properties.clusters.additionalProperties.properties.taints.items.required,
											parentSchema: schema11.properties.clusters.additionalProperties.properties.taints.items,
											data: data6
										};
										if (vErrors === null) vErrors = [err7];
										else vErrors.push(err7);
										errors++;
									}
									for (const key4 of Object.keys(data6)) if (!(key4 === "key" || key4 === "value" || key4 === "effect")) {
										const err8 = {
											instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/taints/" + i0,
											schemaPath: "#/properties/clusters/additionalProperties/properties/taints/items/additionalProperties",
											keyword: "additionalProperties",
											params: { additionalProperty: key4 },
											message: "must NOT have additional properties",
											schema: false,
											parentSchema: schema11.properties.clusters.additionalProperties.properties.taints.items,
											data: data6
										};
										if (vErrors === null) vErrors = [err8];
										else vErrors.push(err8);
										errors++;
									}
									if (data6.key !== void 0 && func0.call(data6, "key")) {
										let data7 = data6.key;
										if (typeof data7 === "string") {
											if (!pattern0.test(data7)) {
												const err9 = {
													instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/taints/" + i0 + "/key",
													schemaPath: "#/properties/clusters/additionalProperties/properties/taints/items/properties/key/pattern",
													keyword: "pattern",
													params: { pattern: "\\S" },
													message: "must match pattern \"\\S\"",
													schema: "\\S",
													parentSchema: schema11.properties.clusters.additionalProperties.properties.taints.items.properties.key,
													data: data7
												};
												if (vErrors === null) vErrors = [err9];
												else vErrors.push(err9);
												errors++;
											}
										} else {
											const err10 = {
												instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/taints/" + i0 + "/key",
												schemaPath: "#/properties/clusters/additionalProperties/properties/taints/items/properties/key/type",
												keyword: "type",
												params: { type: "string" },
												message: "must be string",
												schema: schema11.properties.clusters.additionalProperties.properties.taints.items.properties.key.type,
												parentSchema: schema11.properties.clusters.additionalProperties.properties.taints.items.properties.key,
												data: data7
											};
											if (vErrors === null) vErrors = [err10];
											else vErrors.push(err10);
											errors++;
										}
									}
									if (data6.value !== void 0 && func0.call(data6, "value")) {
										let data8 = data6.value;
										if (typeof data8 !== "string") {
											const err11 = {
												instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/taints/" + i0 + "/value",
												schemaPath: "#/properties/clusters/additionalProperties/properties/taints/items/properties/value/type",
												keyword: "type",
												params: { type: "string" },
												message: "must be string",
												schema: schema11.properties.clusters.additionalProperties.properties.taints.items.properties.value.type,
												parentSchema: schema11.properties.clusters.additionalProperties.properties.taints.items.properties.value,
												data: data8
											};
											if (vErrors === null) vErrors = [err11];
											else vErrors.push(err11);
											errors++;
										}
									}
									if (data6.effect !== void 0 && func0.call(data6, "effect")) {
										let data9 = data6.effect;
										if (!(data9 === "NoSchedule" || data9 === "PreferNoSchedule" || data9 === "NoExecute")) {
											const err12 = {
												instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/taints/" + i0 + "/effect",
												schemaPath: "#/properties/clusters/additionalProperties/properties/taints/items/properties/effect/enum",
												keyword: "enum",
												params: { allowedValues: schema11.properties.clusters.additionalProperties.properties.taints.items.properties.effect.enum },
												message: "must be equal to one of the allowed values",
												schema: schema11.properties.clusters.additionalProperties.properties.taints.items.properties.effect.enum,
												parentSchema: schema11.properties.clusters.additionalProperties.properties.taints.items.properties.effect,
												data: data9
											};
											if (vErrors === null) vErrors = [err12];
											else vErrors.push(err12);
											errors++;
										}
									}
								} else {
									const err13 = {
										instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/taints/" + i0,
										schemaPath: "#/properties/clusters/additionalProperties/properties/taints/items/type",
										keyword: "type",
										params: { type: "object" },
										message: "must be object",
										schema: schema11.properties.clusters.additionalProperties.properties.taints.items.type,
										parentSchema: schema11.properties.clusters.additionalProperties.properties.taints.items,
										data: data6
									};
									if (vErrors === null) vErrors = [err13];
									else vErrors.push(err13);
									errors++;
								}
							}
						} else {
							const err14 = {
								instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/taints",
								schemaPath: "#/properties/clusters/additionalProperties/properties/taints/type",
								keyword: "type",
								params: { type: "array" },
								message: "must be array",
								schema: schema11.properties.clusters.additionalProperties.properties.taints.type,
								parentSchema: schema11.properties.clusters.additionalProperties.properties.taints,
								data: data5
							};
							if (vErrors === null) vErrors = [err14];
							else vErrors.push(err14);
							errors++;
						}
					}
					if (data2.provider !== void 0 && func0.call(data2, "provider")) {
						let data10 = data2.provider;
						if (typeof data10 === "string") {
							if (!pattern0.test(data10)) {
								const err15 = {
									instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/provider",
									schemaPath: "#/properties/clusters/additionalProperties/properties/provider/pattern",
									keyword: "pattern",
									params: { pattern: "\\S" },
									message: "must match pattern \"\\S\"",
									schema: "\\S",
									parentSchema: schema11.properties.clusters.additionalProperties.properties.provider,
									data: data10
								};
								if (vErrors === null) vErrors = [err15];
								else vErrors.push(err15);
								errors++;
							}
						} else {
							const err16 = {
								instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/provider",
								schemaPath: "#/properties/clusters/additionalProperties/properties/provider/type",
								keyword: "type",
								params: { type: "string" },
								message: "must be string",
								schema: schema11.properties.clusters.additionalProperties.properties.provider.type,
								parentSchema: schema11.properties.clusters.additionalProperties.properties.provider,
								data: data10
							};
							if (vErrors === null) vErrors = [err16];
							else vErrors.push(err16);
							errors++;
						}
					}
					if (data2.region !== void 0 && func0.call(data2, "region")) {
						let data11 = data2.region;
						if (typeof data11 === "string") {
							if (!pattern0.test(data11)) {
								const err17 = {
									instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/region",
									schemaPath: "#/properties/clusters/additionalProperties/properties/region/pattern",
									keyword: "pattern",
									params: { pattern: "\\S" },
									message: "must match pattern \"\\S\"",
									schema: "\\S",
									parentSchema: schema11.properties.clusters.additionalProperties.properties.region,
									data: data11
								};
								if (vErrors === null) vErrors = [err17];
								else vErrors.push(err17);
								errors++;
							}
						} else {
							const err18 = {
								instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/region",
								schemaPath: "#/properties/clusters/additionalProperties/properties/region/type",
								keyword: "type",
								params: { type: "string" },
								message: "must be string",
								schema: schema11.properties.clusters.additionalProperties.properties.region.type,
								parentSchema: schema11.properties.clusters.additionalProperties.properties.region,
								data: data11
							};
							if (vErrors === null) vErrors = [err18];
							else vErrors.push(err18);
							errors++;
						}
					}
					if (data2.zones !== void 0 && func0.call(data2, "zones")) {
						let data12 = data2.zones;
						if (Array.isArray(data12)) {
							const len1 = data12.length;
							for (let i1 = 0; i1 < len1; i1++) {
								let data13 = data12[i1];
								if (typeof data13 === "string") {
									if (!pattern0.test(data13)) {
										const err19 = {
											instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/zones/" + i1,
											schemaPath: "#/properties/clusters/additionalProperties/properties/zones/items/pattern",
											keyword: "pattern",
											params: { pattern: "\\S" },
											message: "must match pattern \"\\S\"",
											schema: "\\S",
											parentSchema: schema11.properties.clusters.additionalProperties.properties.zones.items,
											data: data13
										};
										if (vErrors === null) vErrors = [err19];
										else vErrors.push(err19);
										errors++;
									}
								} else {
									const err20 = {
										instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/zones/" + i1,
										schemaPath: "#/properties/clusters/additionalProperties/properties/zones/items/type",
										keyword: "type",
										params: { type: "string" },
										message: "must be string",
										schema: schema11.properties.clusters.additionalProperties.properties.zones.items.type,
										parentSchema: schema11.properties.clusters.additionalProperties.properties.zones.items,
										data: data13
									};
									if (vErrors === null) vErrors = [err20];
									else vErrors.push(err20);
									errors++;
								}
							}
						} else {
							const err21 = {
								instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/zones",
								schemaPath: "#/properties/clusters/additionalProperties/properties/zones/type",
								keyword: "type",
								params: { type: "array" },
								message: "must be array",
								schema: schema11.properties.clusters.additionalProperties.properties.zones.type,
								parentSchema: schema11.properties.clusters.additionalProperties.properties.zones,
								data: data12
							};
							if (vErrors === null) vErrors = [err21];
							else vErrors.push(err21);
							errors++;
						}
					}
					if (data2.apiEnablements !== void 0 && func0.call(data2, "apiEnablements")) {
						let data14 = data2.apiEnablements;
						if (data14 && typeof data14 == "object" && !Array.isArray(data14)) for (const key5 of Object.keys(data14)) {
							let data15 = data14[key5];
							if (Array.isArray(data15)) {
								const len2 = data15.length;
								for (let i2 = 0; i2 < len2; i2++) {
									let data16 = data15[i2];
									if (typeof data16 === "string") {
										if (!pattern0.test(data16)) {
											const err22 = {
												instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/apiEnablements/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i2,
												schemaPath: "#/properties/clusters/additionalProperties/properties/apiEnablements/additionalProperties/items/pattern",
												keyword: "pattern",
												params: { pattern: "\\S" },
												message: "must match pattern \"\\S\"",
												schema: "\\S",
												parentSchema: schema11.properties.clusters.additionalProperties.properties.apiEnablements.additionalProperties.items,
												data: data16
											};
											if (vErrors === null) vErrors = [err22];
											else vErrors.push(err22);
											errors++;
										}
									} else {
										const err23 = {
											instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/apiEnablements/" + key5.replace(/~/g, "~0").replace(/\//g, "~1") + "/" + i2,
											schemaPath: "#/properties/clusters/additionalProperties/properties/apiEnablements/additionalProperties/items/type",
											keyword: "type",
											params: { type: "string" },
											message: "must be string",
											schema: schema11.properties.clusters.additionalProperties.properties.apiEnablements.additionalProperties.items.type,
											parentSchema: schema11.properties.clusters.additionalProperties.properties.apiEnablements.additionalProperties.items,
											data: data16
										};
										if (vErrors === null) vErrors = [err23];
										else vErrors.push(err23);
										errors++;
									}
								}
							} else {
								const err24 = {
									instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/apiEnablements/" + key5.replace(/~/g, "~0").replace(/\//g, "~1"),
									schemaPath: "#/properties/clusters/additionalProperties/properties/apiEnablements/additionalProperties/type",
									keyword: "type",
									params: { type: "array" },
									message: "must be array",
									schema: schema11.properties.clusters.additionalProperties.properties.apiEnablements.additionalProperties.type,
									parentSchema: schema11.properties.clusters.additionalProperties.properties.apiEnablements.additionalProperties,
									data: data15
								};
								if (vErrors === null) vErrors = [err24];
								else vErrors.push(err24);
								errors++;
							}
						}
						else {
							const err25 = {
								instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/apiEnablements",
								schemaPath: "#/properties/clusters/additionalProperties/properties/apiEnablements/type",
								keyword: "type",
								params: { type: "object" },
								message: "must be object",
								schema: schema11.properties.clusters.additionalProperties.properties.apiEnablements.type,
								parentSchema: schema11.properties.clusters.additionalProperties.properties.apiEnablements,
								data: data14
							};
							if (vErrors === null) vErrors = [err25];
							else vErrors.push(err25);
							errors++;
						}
					}
					if (data2.fluxVersion !== void 0 && func0.call(data2, "fluxVersion")) {
						let data17 = data2.fluxVersion;
						if (typeof data17 === "string") {
							if (!pattern5.test(data17)) {
								const err26 = {
									instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/fluxVersion",
									schemaPath: "#/properties/clusters/additionalProperties/properties/fluxVersion/pattern",
									keyword: "pattern",
									params: { pattern: "^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$" },
									message: "must match pattern \"^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$\"",
									schema: "^v?[0-9]+\\.[0-9]+(\\.[0-9]+)?$",
									parentSchema: schema11.properties.clusters.additionalProperties.properties.fluxVersion,
									data: data17
								};
								if (vErrors === null) vErrors = [err26];
								else vErrors.push(err26);
								errors++;
							}
						} else {
							const err27 = {
								instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/fluxVersion",
								schemaPath: "#/properties/clusters/additionalProperties/properties/fluxVersion/type",
								keyword: "type",
								params: { type: "string" },
								message: "must be string",
								schema: schema11.properties.clusters.additionalProperties.properties.fluxVersion.type,
								parentSchema: schema11.properties.clusters.additionalProperties.properties.fluxVersion,
								data: data17
							};
							if (vErrors === null) vErrors = [err27];
							else vErrors.push(err27);
							errors++;
						}
					}
					if (data2.deleting !== void 0 && func0.call(data2, "deleting")) {
						let data18 = data2.deleting;
						if (typeof data18 !== "boolean") {
							const err28 = {
								instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1") + "/deleting",
								schemaPath: "#/properties/clusters/additionalProperties/properties/deleting/type",
								keyword: "type",
								params: { type: "boolean" },
								message: "must be boolean",
								schema: schema11.properties.clusters.additionalProperties.properties.deleting.type,
								parentSchema: schema11.properties.clusters.additionalProperties.properties.deleting,
								data: data18
							};
							if (vErrors === null) vErrors = [err28];
							else vErrors.push(err28);
							errors++;
						}
					}
				} else {
					const err29 = {
						instancePath: instancePath + "/clusters/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),
						schemaPath: "#/properties/clusters/additionalProperties/type",
						keyword: "type",
						params: { type: "object" },
						message: "must be object",
						schema: schema11.properties.clusters.additionalProperties.type,
						parentSchema: schema11.properties.clusters.additionalProperties,
						data: data2
					};
					if (vErrors === null) vErrors = [err29];
					else vErrors.push(err29);
					errors++;
				}
			}
			else {
				const err30 = {
					instancePath: instancePath + "/clusters",
					schemaPath: "#/properties/clusters/type",
					keyword: "type",
					params: { type: "object" },
					message: "must be object",
					schema: schema11.properties.clusters.type,
					parentSchema: schema11.properties.clusters,
					data: data1
				};
				if (vErrors === null) vErrors = [err30];
				else vErrors.push(err30);
				errors++;
			}
		}
	} else {
		const err31 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" },
			message: "must be object",
			schema: schema11.type,
			parentSchema: schema11,
			data
		};
		if (vErrors === null) vErrors = [err31];
		else vErrors.push(err31);
		errors++;
	}
	validate10.errors = vErrors;
	return errors === 0;
}
export { _validator_default as default, validate };
