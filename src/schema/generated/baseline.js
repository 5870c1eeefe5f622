// Generated from schemas/baseline.schema.json by scripts/precompile-schemas.mjs; npm run generate makes it anew.
// \0validator
const validate = validate10;
var _validator_default = validate10;
const schema11 = {
	"$schema": "http://json-schema.org/draft-07/schema#",
	"$id": "https://unpkg.com/gitops-kit/schemas/baseline.schema.json",
	"title": "The baseline of gitops-kit: .gitops-kit-baseline.json",
	"description": "Findings that were there when the repository was adopted: lint says nothing of them. `gitops-kit lint --update-baseline` writes it.",
	"type": "object",
	"additionalProperties": false,
	"required": ["version", "findings"],
	"properties": {
		"$schema": {
			"description": "Where editors find this schema.",
			"type": "string"
		},
		"version": {
			"description": "Of this format.",
			"const": 1
		},
		"findings": {
			"description": "One line for each, by file, rule, object and message.",
			"type": "array",
			"items": {
				"type": "object",
				"additionalProperties": false,
				"required": [
					"rule",
					"file",
					"message"
				],
				"properties": {
					"rule": {
						"type": "string",
						"pattern": "\\S",
						"examples": ["helmrelease/values-key"]
					},
					"file": {
						"description": "From the top of the repository, with /. A finding about an object is known in any other file as well.",
						"type": "string",
						"pattern": "\\S",
						"examples": ["podinfo/helmrelease-podinfo.yaml"]
					},
					"object": {
						"description": "What the finding is about, where that is an object: kind, namespace and name.",
						"type": "string",
						"pattern": "\\S",
						"examples": ["HelmRelease podinfo/podinfo"]
					},
					"message": {
						"type": "string",
						"pattern": "\\S",
						"examples": ["ConfigMap podinfo has no key value.yaml"]
					},
					"count": {
						"description": "How many findings of these words there are, where it is not one.",
						"type": "integer",
						"minimum": 1,
						"default": 1
					}
				}
			}
		}
	}
};
const func0 = Object.prototype.hasOwnProperty;
const pattern0 = new RegExp("\\S", "u");
function validate10(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
	let vErrors = null;
	let errors = 0;
	if (data && typeof data == "object" && !Array.isArray(data)) {
		if (data.version === void 0 || !func0.call(data, "version")) {
			const err0 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "version" },
				message: "must have required property 'version'",
				schema: schema11.required,
				parentSchema: schema11,
				data
			};
			if (vErrors === null) vErrors = [err0];
			else vErrors.push(err0);
			errors++;
		}
		if (data.findings === void 0 || !func0.call(data, "findings")) {
			const err1 = {
				instancePath,
				schemaPath: "#/required",
				keyword: "required",
				params: { missingProperty: "findings" },
				message: "must have required property 'findings'",
				schema: schema11.required,
				parentSchema: schema11,
				data
			};
			if (vErrors === null) vErrors = [err1];
			else vErrors.push(err1);
			errors++;
		}
		for (const key0 of Object.keys(data)) if (!(key0 === "$schema" || key0 === "version" || key0 === "findings")) {
			const err2 = {
				instancePath,
				schemaPath: "#/additionalProperties",
				keyword: "additionalProperties",
				params: { additionalProperty: key0 },
				message: "must NOT have additional properties",
				schema: false,
				parentSchema: schema11,
				data
			};
			if (vErrors === null) vErrors = [err2];
			else vErrors.push(err2);
			errors++;
		}
		if (data.$schema !== void 0 && func0.call(data, "$schema")) {
			let data0 = data.$schema;
			if (typeof data0 !== "string") {
				const err3 = {
					instancePath: instancePath + "/$schema",
					schemaPath: "#/properties/%24schema/type",
					keyword: "type",
					params: { type: "string" },
					message: "must be string",
					schema: schema11.properties.$schema.type,
					parentSchema: schema11.properties.$schema,
					data: data0
				};
				if (vErrors === null) vErrors = [err3];
				else vErrors.push(err3);
				errors++;
			}
		}
		if (data.version !== void 0 && func0.call(data, "version")) {
			let data1 = data.version;
			if (1 !== data1) {
				const err4 = {
					instancePath: instancePath + "/version",
					schemaPath: "#/properties/version/const",
					keyword: "const",
					params: { allowedValue: 1 },
					message: "must be equal to constant",
					schema: 1,
					parentSchema: schema11.properties.version,
					data: data1
				};
				if (vErrors === null) vErrors = [err4];
				else vErrors.push(err4);
				errors++;
			}
		}
		if (data.findings !== void 0 && func0.call(data, "findings")) {
			let data2 = data.findings;
			if (Array.isArray(data2)) {
				const len0 = data2.length;
				for (let i0 = 0; i0 < len0; i0++) {
					let data3 = data2[i0];
					if (data3 && typeof data3 == "object" && !Array.isArray(data3)) {
						if (data3.rule === void 0 || !func0.call(data3, "rule")) {
							const err5 = {
								instancePath: instancePath + "/findings/" + i0,
								schemaPath: "#/properties/findings/items/required",
								keyword: "required",
								params: { missingProperty: "rule" },
								message: "must have required property 'rule'",
								schema: schema11.properties.findings.items.required,
								parentSchema: schema11.properties.findings.items,
								data: data3
							};
							if (vErrors === null) vErrors = [err5];
							else vErrors.push(err5);
							errors++;
						}
						if (data3.file === void 0 || !func0.call(data3, "file")) {
							const err6 = {
								instancePath: instancePath + "/findings/" + i0,
								schemaPath: "#/properties/findings/items/required",
								keyword: "required",
								params: { missingProperty: "file" },
								message: "must have required property 'file'",
								schema: schema11.properties.findings.items.required,
								parentSchema: schema11.properties.findings.items,
								data: data3
							};
							if (vErrors === null) vErrors = [err6];
							else vErrors.push(err6);
							errors++;
						}
						if (data3.message === void 0 || !func0.call(data3, "message")) {
							const err7 = {
								instancePath: instancePath + "/findings/" + i0,
								schemaPath: "#/properties/findings/items/required",
								keyword: "required",
								params: { missingProperty: "message" },
								message: "must have required property 'message'",
								schema: schema11.properties.findings.items.required,
								parentSchema: schema11.properties.findings.items,
								data: data3
							};
							if (vErrors === null) vErrors = [err7];
							else vErrors.push(err7);
							errors++;
						}
						for (const key1 of Object.keys(data3)) if (!(key1 === "rule" || key1 === "file" || key1 === "object" || key1 === "message" || key1 === "count")) {
							const err8 = {
								instancePath: instancePath + "/findings/" + i0,
								schemaPath: "#/properties/findings/items/additionalProperties",
								keyword: "additionalProperties",
								params: { additionalProperty: key1 },
								message: "must NOT have additional properties",
								schema: false,
								parentSchema: schema11.properties.findings.items,
								data: data3
							};
							if (vErrors === null) vErrors = [err8];
							else vErrors.push(err8);
							errors++;
						}
						if (data3.rule !== void 0 && func0.call(data3, "rule")) {
							let data4 = data3.rule;
							if (typeof data4 === "string") {
								if (!pattern0.test(data4)) {
									const err9 = {
										instancePath: instancePath + "/findings/" + i0 + "/rule",
										schemaPath: "#/properties/findings/items/properties/rule/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.findings.items.properties.rule,
										data: data4
									};
									if (vErrors === null) vErrors = [err9];
									else vErrors.push(err9);
									errors++;
								}
							} else {
								const err10 = {
									instancePath: instancePath + "/findings/" + i0 + "/rule",
									schemaPath: "#/properties/findings/items/properties/rule/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.findings.items.properties.rule.type,
									parentSchema: schema11.properties.findings.items.properties.rule,
									data: data4
								};
								if (vErrors === null) vErrors = [err10];
								else vErrors.push(err10);
								errors++;
							}
						}
						if (data3.file !== void 0 && func0.call(data3, "file")) {
							let data5 = data3.file;
							if (typeof data5 === "string") {
								if (!pattern0.test(data5)) {
									const err11 = {
										instancePath: instancePath + "/findings/" + i0 + "/file",
										schemaPath: "#/properties/findings/items/properties/file/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.findings.items.properties.file,
										data: data5
									};
									if (vErrors === null) vErrors = [err11];
									else vErrors.push(err11);
									errors++;
								}
							} else {
								const err12 = {
									instancePath: instancePath + "/findings/" + i0 + "/file",
									schemaPath: "#/properties/findings/items/properties/file/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.findings.items.properties.file.type,
									parentSchema: schema11.properties.findings.items.properties.file,
									data: data5
								};
								if (vErrors === null) vErrors = [err12];
								else vErrors.push(err12);
								errors++;
							}
						}
						if (data3.object !== void 0 && func0.call(data3, "object")) {
							let data6 = data3.object;
							if (typeof data6 === "string") {
								if (!pattern0.test(data6)) {
									const err13 = {
										instancePath: instancePath + "/findings/" + i0 + "/object",
										schemaPath: "#/properties/findings/items/properties/object/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.findings.items.properties.object,
										data: data6
									};
									if (vErrors === null) vErrors = [err13];
									else vErrors.push(err13);
									errors++;
								}
							} else {
								const err14 = {
									instancePath: instancePath + "/findings/" + i0 + "/object",
									schemaPath: "#/properties/findings/items/properties/object/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.findings.items.properties.object.type,
									parentSchema: schema11.properties.findings.items.properties.object,
									data: data6
								};
								if (vErrors === null) vErrors = [err14];
								else vErrors.push(err14);
								errors++;
							}
						}
						if (data3.message !== void 0 && func0.call(data3, "message")) {
							let data7 = data3.message;
							if (typeof data7 === "string") {
								if (!pattern0.test(data7)) {
									const err15 = {
										instancePath: instancePath + "/findings/" + i0 + "/message",
										schemaPath: "#/properties/findings/items/properties/message/pattern",
										keyword: "pattern",
										params: { pattern: "\\S" },
										message: "must match pattern \"\\S\"",
										schema: "\\S",
										parentSchema: schema11.properties.findings.items.properties.message,
										data: data7
									};
									if (vErrors === null) vErrors = [err15];
									else vErrors.push(err15);
									errors++;
								}
							} else {
								const err16 = {
									instancePath: instancePath + "/findings/" + i0 + "/message",
									schemaPath: "#/properties/findings/items/properties/message/type",
									keyword: "type",
									params: { type: "string" },
									message: "must be string",
									schema: schema11.properties.findings.items.properties.message.type,
									parentSchema: schema11.properties.findings.items.properties.message,
									data: data7
								};
								if (vErrors === null) vErrors = [err16];
								else vErrors.push(err16);
								errors++;
							}
						}
						if (data3.count !== void 0 && func0.call(data3, "count")) {
							let data8 = data3.count;
							if (!(typeof data8 == "number" && !(data8 % 1) && !isNaN(data8) && isFinite(data8))) {
								const err17 = {
									instancePath: instancePath + "/findings/" + i0 + "/count",
									schemaPath: "#/properties/findings/items/properties/count/type",
									keyword: "type",
									params: { type: "integer" },
									message: "must be integer",
									schema: schema11.properties.findings.items.properties.count.type,
									parentSchema: schema11.properties.findings.items.properties.count,
									data: data8
								};
								if (vErrors === null) vErrors = [err17];
								else vErrors.push(err17);
								errors++;
							}
							if (typeof data8 == "number" && isFinite(data8)) {
								if (data8 < 1 || isNaN(data8)) {
									const err18 = {
										instancePath: instancePath + "/findings/" + i0 + "/count",
										schemaPath: "#/properties/findings/items/properties/count/minimum",
										keyword: "minimum",
										params: {
											comparison: ">=",
											limit: 1
										},
										message: "must be >= 1",
										schema: 1,
										parentSchema: schema11.properties.findings.items.properties.count,
										data: data8
									};
									if (vErrors === null) vErrors = [err18];
									else vErrors.push(err18);
									errors++;
								}
							}
						}
					} else {
						const err19 = {
							instancePath: instancePath + "/findings/" + i0,
							schemaPath: "#/properties/findings/items/type",
							keyword: "type",
							params: { type: "object" },
							message: "must be object",
							schema: schema11.properties.findings.items.type,
							parentSchema: schema11.properties.findings.items,
							data: data3
						};
						if (vErrors === null) vErrors = [err19];
						else vErrors.push(err19);
						errors++;
					}
				}
			} else {
				const err20 = {
					instancePath: instancePath + "/findings",
					schemaPath: "#/properties/findings/type",
					keyword: "type",
					params: { type: "array" },
					message: "must be array",
					schema: schema11.properties.findings.type,
					parentSchema: schema11.properties.findings,
					data: data2
				};
				if (vErrors === null) vErrors = [err20];
				else vErrors.push(err20);
				errors++;
			}
		}
	} else {
		const err21 = {
			instancePath,
			schemaPath: "#/type",
			keyword: "type",
			params: { type: "object" },
			message: "must be object",
			schema: schema11.type,
			parentSchema: schema11,
			data
		};
		if (vErrors === null) vErrors = [err21];
		else vErrors.push(err21);
		errors++;
	}
	validate10.errors = vErrors;
	return errors === 0;
}
export { _validator_default as default, validate };
