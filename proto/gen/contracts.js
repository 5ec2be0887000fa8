/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const grpc = $root.grpc = (() => {

    /**
     * Namespace grpc.
     * @exports grpc
     * @namespace
     */
    const grpc = {};

    grpc.health = (function() {

        /**
         * Namespace health.
         * @memberof grpc
         * @namespace
         */
        const health = {};

        health.v1 = (function() {

            /**
             * Namespace v1.
             * @memberof grpc.health
             * @namespace
             */
            const v1 = {};

            v1.HealthCheckRequest = (function() {

                /**
                 * Properties of a HealthCheckRequest.
                 * @typedef {Object} grpc.health.v1.HealthCheckRequest.$Properties
                 * @property {string|null} [service] HealthCheckRequest service
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a HealthCheckRequest.
                 * @memberof grpc.health.v1
                 * @interface IHealthCheckRequest
                 * @augments grpc.health.v1.HealthCheckRequest.$Properties
                 * @deprecated Use grpc.health.v1.HealthCheckRequest.$Properties instead.
                 */

                /**
                 * Shape of a HealthCheckRequest.
                 * @typedef {grpc.health.v1.HealthCheckRequest.$Properties} grpc.health.v1.HealthCheckRequest.$Shape
                 */

                /**
                 * Constructs a new HealthCheckRequest.
                 * @memberof grpc.health.v1
                 * @classdesc Represents a HealthCheckRequest.
                 * @constructor
                 * @param {grpc.health.v1.HealthCheckRequest.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const HealthCheckRequest = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * HealthCheckRequest service.
                 * @member {string} service
                 * @memberof grpc.health.v1.HealthCheckRequest
                 * @instance
                 */
                HealthCheckRequest.prototype.service = "";

                /**
                 * Creates a new HealthCheckRequest instance using the specified properties.
                 * @function create
                 * @memberof grpc.health.v1.HealthCheckRequest
                 * @static
                 * @param {grpc.health.v1.HealthCheckRequest.$Properties=} [properties] Properties to set
                 * @returns {grpc.health.v1.HealthCheckRequest} HealthCheckRequest instance
                 * @type {{
                 *   (properties: grpc.health.v1.HealthCheckRequest.$Shape): grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape;
                 *   (properties?: grpc.health.v1.HealthCheckRequest.$Properties): grpc.health.v1.HealthCheckRequest;
                 * }}
                 */
                HealthCheckRequest.create = function(properties) {
                    return new HealthCheckRequest(properties);
                };

                /**
                 * Encodes the specified HealthCheckRequest message. Does not implicitly {@link grpc.health.v1.HealthCheckRequest.verify|verify} messages.
                 * @function encode
                 * @memberof grpc.health.v1.HealthCheckRequest
                 * @static
                 * @param {grpc.health.v1.HealthCheckRequest.$Properties} message HealthCheckRequest message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                HealthCheckRequest.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a HealthCheckRequest message from the specified reader or buffer.
                 * @function decode
                 * @memberof grpc.health.v1.HealthCheckRequest
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckRequest & grpc.health.v1.HealthCheckRequest.$Shape} HealthCheckRequest
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                HealthCheckRequest.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.grpc.health.v1.HealthCheckRequest();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 2)
                                    break;
                                if ((value = reader.stringVerify()).length)
                                    message.service = value;
                                else
                                    delete message.service;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                return HealthCheckRequest;
            })();

            v1.HealthCheckResponse = (function() {

                /**
                 * Properties of a HealthCheckResponse.
                 * @typedef {Object} grpc.health.v1.HealthCheckResponse.$Properties
                 * @property {grpc.health.v1.HealthCheckResponse.ServingStatus|null} [status] HealthCheckResponse status
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */

                /**
                 * Properties of a HealthCheckResponse.
                 * @memberof grpc.health.v1
                 * @interface IHealthCheckResponse
                 * @augments grpc.health.v1.HealthCheckResponse.$Properties
                 * @deprecated Use grpc.health.v1.HealthCheckResponse.$Properties instead.
                 */

                /**
                 * Shape of a HealthCheckResponse.
                 * @typedef {grpc.health.v1.HealthCheckResponse.$Properties} grpc.health.v1.HealthCheckResponse.$Shape
                 */

                /**
                 * Constructs a new HealthCheckResponse.
                 * @memberof grpc.health.v1
                 * @classdesc Represents a HealthCheckResponse.
                 * @constructor
                 * @param {grpc.health.v1.HealthCheckResponse.$Properties=} [properties] Properties to set
                 * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
                 */
                const HealthCheckResponse = function (properties) {
                    if (properties)
                        for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                            if (properties[keys[i]] != null && keys[i] !== "__proto__")
                                this[keys[i]] = properties[keys[i]];
                };

                /**
                 * HealthCheckResponse status.
                 * @member {grpc.health.v1.HealthCheckResponse.ServingStatus} status
                 * @memberof grpc.health.v1.HealthCheckResponse
                 * @instance
                 */
                HealthCheckResponse.prototype.status = 0;

                /**
                 * Creates a new HealthCheckResponse instance using the specified properties.
                 * @function create
                 * @memberof grpc.health.v1.HealthCheckResponse
                 * @static
                 * @param {grpc.health.v1.HealthCheckResponse.$Properties=} [properties] Properties to set
                 * @returns {grpc.health.v1.HealthCheckResponse} HealthCheckResponse instance
                 * @type {{
                 *   (properties: grpc.health.v1.HealthCheckResponse.$Shape): grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape;
                 *   (properties?: grpc.health.v1.HealthCheckResponse.$Properties): grpc.health.v1.HealthCheckResponse;
                 * }}
                 */
                HealthCheckResponse.create = function(properties) {
                    return new HealthCheckResponse(properties);
                };

                /**
                 * Encodes the specified HealthCheckResponse message. Does not implicitly {@link grpc.health.v1.HealthCheckResponse.verify|verify} messages.
                 * @function encode
                 * @memberof grpc.health.v1.HealthCheckResponse
                 * @static
                 * @param {grpc.health.v1.HealthCheckResponse.$Properties} message HealthCheckResponse message or plain object to encode
                 * @param {$protobuf.Writer} [writer] Writer to encode to
                 * @returns {$protobuf.Writer} Writer
                 */
                HealthCheckResponse.encode = function (message, writer, _depth) {
                    if (!writer)
                        writer = $Writer.create();
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $util.recursionLimit)
                        throw $Error("max depth exceeded");
                    if (message.status != null && $Object.hasOwnProperty.call(message, "status") && message.status !== 0)
                        writer.uint32(/* id 1, wireType 0 =*/8).int32(message.status);
                    if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                        for (let i = 0; i < message.$unknowns.length; ++i)
                            writer.raw(message.$unknowns[i]);
                    return writer;
                };

                /**
                 * Decodes a HealthCheckResponse message from the specified reader or buffer.
                 * @function decode
                 * @memberof grpc.health.v1.HealthCheckResponse
                 * @static
                 * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
                 * @param {number} [length] Message length if known beforehand
                 * @returns {grpc.health.v1.HealthCheckResponse & grpc.health.v1.HealthCheckResponse.$Shape} HealthCheckResponse
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                HealthCheckResponse.decode = function (reader, length, _end, _depth, _target) {
                    if (!(reader instanceof $Reader))
                        reader = $Reader.create(reader);
                    if (_depth === $undefined)
                        _depth = 0;
                    if (_depth > $Reader.recursionLimit)
                        throw $Error("max depth exceeded");
                    let end, message, value;
                    if (length === $undefined)
                        end = reader.len;
                    else {
                        end = reader.pos + length;
                        if (end > reader.len)
                            throw $RangeError("index out of range");
                        length = reader.len;
                        reader.len = end;
                    }
                    message = _target || new $root.grpc.health.v1.HealthCheckResponse();
                    while (reader.pos < end) {
                        let start = reader.pos;
                        let tag = reader.tag();
                        if (tag === _end) {
                            _end = $undefined;
                            break;
                        }
                        let wireType = tag & 7;
                        switch (tag >>>= 3) {
                        case 1: {
                                if (wireType !== 0)
                                    break;
                                if (value = reader.int32())
                                    message.status = value;
                                else
                                    delete message.status;
                                continue;
                            }
                        }
                        reader.skipType(wireType, _depth, tag);
                        if (!reader.discardUnknown) {
                            $util.makeProp(message, "$unknowns", false);
                            (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                        }
                    }
                    if (length !== $undefined) {
                        if (reader.pos !== end)
                            throw $RangeError("index out of range");
                        reader.len = length;
                    }
                    if (_end !== $undefined)
                        throw $Error("missing end group");
                    return message;
                };

                /**
                 * ServingStatus enum.
                 * @name grpc.health.v1.HealthCheckResponse.ServingStatus
                 * @enum {number}
                 * @property {number} UNKNOWN=0 UNKNOWN value
                 * @property {number} SERVING=1 SERVING value
                 * @property {number} NOT_SERVING=2 NOT_SERVING value
                 * @property {number} SERVICE_UNKNOWN=3 SERVICE_UNKNOWN value
                 */
                HealthCheckResponse.ServingStatus = (function() {
                    const valuesById = $Object.create(null), values = $Object.create(valuesById);
                    values[valuesById[0] = "UNKNOWN"] = 0;
                    values[valuesById[1] = "SERVING"] = 1;
                    values[valuesById[2] = "NOT_SERVING"] = 2;
                    values[valuesById[3] = "SERVICE_UNKNOWN"] = 3;
                    return values;
                })();

                return HealthCheckResponse;
            })();

            v1.Health = (function() {

                /**
                 * Constructs a new Health service.
                 * @memberof grpc.health.v1
                 * @classdesc Represents a Health
                 * @extends $protobuf.rpc.Service
                 * @constructor
                 * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
                 * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
                 * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
                 */
                const Health = function(rpcImpl, requestDelimited, responseDelimited) {
                    $protobuf.rpc.Service.call(this, rpcImpl, requestDelimited, responseDelimited);
                };

                $Object.defineProperty(Health.prototype = $Object.create($protobuf.rpc.Service.prototype), "constructor", { value: Health, writable: true, enumerable: false, configurable: true });

                /**
                 * Creates new Health service using the specified rpc implementation.
                 * @function create
                 * @memberof grpc.health.v1.Health
                 * @static
                 * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
                 * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
                 * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
                 * @returns {Health} RPC service. Useful where requests and/or responses are streamed.
                 */
                Health.create = function(rpcImpl, requestDelimited, responseDelimited) {
                    return new this(rpcImpl, requestDelimited, responseDelimited);
                };

                /**
                 * Callback as used by {@link grpc.health.v1.Health#check}.
                 * @memberof grpc.health.v1.Health
                 * @typedef CheckCallback
                 * @type {function}
                 * @param {Error|null} error Error, if any
                 * @param {grpc.health.v1.HealthCheckResponse} [response] HealthCheckResponse
                 */

                /**
                 * Calls Check.
                 * @memberof grpc.health.v1.Health
                 * @typedef Check
                 * @type {{
                 *   (request: grpc.health.v1.IHealthCheckRequest, callback: grpc.health.v1.Health.CheckCallback): void;
                 *   (request: grpc.health.v1.IHealthCheckRequest): Promise<grpc.health.v1.HealthCheckResponse>;
                 *   readonly name: "Check";
                 *   readonly path: "/grpc.health.v1.Health/Check";
                 *   readonly requestType: "HealthCheckRequest";
                 *   readonly responseType: "HealthCheckResponse";
                 *   readonly requestStream: undefined;
                 *   readonly responseStream: undefined;
                 * }}
                 */

                /**
                 * Calls Check.
                 * @name grpc.health.v1.Health#check
                 * @type {grpc.health.v1.Health.Check}
                 */
                $Object.defineProperties(Health.prototype.check = function(request, callback) {
                    return $protobuf.rpc.Service.prototype.rpcCall.call(this, Health.prototype.check, $root.grpc.health.v1.HealthCheckRequest, $root.grpc.health.v1.HealthCheckResponse, request, callback);
                }, {
                    name: { value: "Check" },
                    path: { value: "/grpc.health.v1.Health/Check" },
                    requestType: { value: "HealthCheckRequest" },
                    responseType: { value: "HealthCheckResponse" },
                    requestStream: { value: $undefined },
                    responseStream: { value: $undefined }
                });

                /**
                 * Callback as used by {@link grpc.health.v1.Health#watch}.
                 * @memberof grpc.health.v1.Health
                 * @typedef WatchCallback
                 * @type {function}
                 * @param {Error|null} error Error, if any
                 * @param {grpc.health.v1.HealthCheckResponse} [response] HealthCheckResponse
                 */

                /**
                 * Calls Watch.
                 * @memberof grpc.health.v1.Health
                 * @typedef Watch
                 * @type {{
                 *   (request: grpc.health.v1.IHealthCheckRequest, callback: grpc.health.v1.Health.WatchCallback): void;
                 *   (request: grpc.health.v1.IHealthCheckRequest): Promise<grpc.health.v1.HealthCheckResponse>;
                 *   readonly name: "Watch";
                 *   readonly path: "/grpc.health.v1.Health/Watch";
                 *   readonly requestType: "HealthCheckRequest";
                 *   readonly responseType: "HealthCheckResponse";
                 *   readonly requestStream: undefined;
                 *   readonly responseStream: true;
                 * }}
                 */

                /**
                 * Calls Watch.
                 * @name grpc.health.v1.Health#watch
                 * @type {grpc.health.v1.Health.Watch}
                 */
                $Object.defineProperties(Health.prototype.watch = function(request, callback) {
                    return $protobuf.rpc.Service.prototype.rpcCall.call(this, Health.prototype.watch, $root.grpc.health.v1.HealthCheckRequest, $root.grpc.health.v1.HealthCheckResponse, request, callback);
                }, {
                    name: { value: "Watch" },
                    path: { value: "/grpc.health.v1.Health/Watch" },
                    requestType: { value: "HealthCheckRequest" },
                    responseType: { value: "HealthCheckResponse" },
                    requestStream: { value: $undefined },
                    responseStream: { value: true }
                });

                return Health;
            })();

            return v1;
        })();

        return health;
    })();

    return grpc;
})();

export const externalscaler = $root.externalscaler = (() => {

    /**
     * Namespace externalscaler.
     * @exports externalscaler
     * @namespace
     */
    const externalscaler = {};

    externalscaler.ExternalScaler = (function() {

        /**
         * Constructs a new ExternalScaler service.
         * @memberof externalscaler
         * @classdesc Represents an ExternalScaler
         * @extends $protobuf.rpc.Service
         * @constructor
         * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
         * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
         * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
         */
        const ExternalScaler = function(rpcImpl, requestDelimited, responseDelimited) {
            $protobuf.rpc.Service.call(this, rpcImpl, requestDelimited, responseDelimited);
        };

        $Object.defineProperty(ExternalScaler.prototype = $Object.create($protobuf.rpc.Service.prototype), "constructor", { value: ExternalScaler, writable: true, enumerable: false, configurable: true });

        /**
         * Creates new ExternalScaler service using the specified rpc implementation.
         * @function create
         * @memberof externalscaler.ExternalScaler
         * @static
         * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
         * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
         * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
         * @returns {ExternalScaler} RPC service. Useful where requests and/or responses are streamed.
         */
        ExternalScaler.create = function(rpcImpl, requestDelimited, responseDelimited) {
            return new this(rpcImpl, requestDelimited, responseDelimited);
        };

        /**
         * Callback as used by {@link externalscaler.ExternalScaler#isActive}.
         * @memberof externalscaler.ExternalScaler
         * @typedef IsActiveCallback
         * @type {function}
         * @param {Error|null} error Error, if any
         * @param {externalscaler.IsActiveResponse} [response] IsActiveResponse
         */

        /**
         * Calls IsActive.
         * @memberof externalscaler.ExternalScaler
         * @typedef IsActive
         * @type {{
         *   (request: externalscaler.IScaledObjectRef, callback: externalscaler.ExternalScaler.IsActiveCallback): void;
         *   (request: externalscaler.IScaledObjectRef): Promise<externalscaler.IsActiveResponse>;
         *   readonly name: "IsActive";
         *   readonly path: "/externalscaler.ExternalScaler/IsActive";
         *   readonly requestType: "ScaledObjectRef";
         *   readonly responseType: "IsActiveResponse";
         *   readonly requestStream: undefined;
         *   readonly responseStream: undefined;
         * }}
         */

        /**
         * Calls IsActive.
         * @name externalscaler.ExternalScaler#isActive
         * @type {externalscaler.ExternalScaler.IsActive}
         */
        $Object.defineProperties(ExternalScaler.prototype.isActive = function(request, callback) {
            return $protobuf.rpc.Service.prototype.rpcCall.call(this, ExternalScaler.prototype.isActive, $root.externalscaler.ScaledObjectRef, $root.externalscaler.IsActiveResponse, request, callback);
        }, {
            name: { value: "IsActive" },
            path: { value: "/externalscaler.ExternalScaler/IsActive" },
            requestType: { value: "ScaledObjectRef" },
            responseType: { value: "IsActiveResponse" },
            requestStream: { value: $undefined },
            responseStream: { value: $undefined }
        });

        /**
         * Callback as used by {@link externalscaler.ExternalScaler#streamIsActive}.
         * @memberof externalscaler.ExternalScaler
         * @typedef StreamIsActiveCallback
         * @type {function}
         * @param {Error|null} error Error, if any
         * @param {externalscaler.IsActiveResponse} [response] IsActiveResponse
         */

        /**
         * Calls StreamIsActive.
         * @memberof externalscaler.ExternalScaler
         * @typedef StreamIsActive
         * @type {{
         *   (request: externalscaler.IScaledObjectRef, callback: externalscaler.ExternalScaler.StreamIsActiveCallback): void;
         *   (request: externalscaler.IScaledObjectRef): Promise<externalscaler.IsActiveResponse>;
         *   readonly name: "StreamIsActive";
         *   readonly path: "/externalscaler.ExternalScaler/StreamIsActive";
         *   readonly requestType: "ScaledObjectRef";
         *   readonly responseType: "IsActiveResponse";
         *   readonly requestStream: undefined;
         *   readonly responseStream: true;
         * }}
         */

        /**
         * Calls StreamIsActive.
         * @name externalscaler.ExternalScaler#streamIsActive
         * @type {externalscaler.ExternalScaler.StreamIsActive}
         */
        $Object.defineProperties(ExternalScaler.prototype.streamIsActive = function(request, callback) {
            return $protobuf.rpc.Service.prototype.rpcCall.call(this, ExternalScaler.prototype.streamIsActive, $root.externalscaler.ScaledObjectRef, $root.externalscaler.IsActiveResponse, request, callback);
        }, {
            name: { value: "StreamIsActive" },
            path: { value: "/externalscaler.ExternalScaler/StreamIsActive" },
            requestType: { value: "ScaledObjectRef" },
            responseType: { value: "IsActiveResponse" },
            requestStream: { value: $undefined },
            responseStream: { value: true }
        });

        /**
         * Callback as used by {@link externalscaler.ExternalScaler#getMetricSpec}.
         * @memberof externalscaler.ExternalScaler
         * @typedef GetMetricSpecCallback
         * @type {function}
         * @param {Error|null} error Error, if any
         * @param {externalscaler.GetMetricSpecResponse} [response] GetMetricSpecResponse
         */

        /**
         * Calls GetMetricSpec.
         * @memberof externalscaler.ExternalScaler
         * @typedef GetMetricSpec
         * @type {{
         *   (request: externalscaler.IScaledObjectRef, callback: externalscaler.ExternalScaler.GetMetricSpecCallback): void;
         *   (request: externalscaler.IScaledObjectRef): Promise<externalscaler.GetMetricSpecResponse>;
         *   readonly name: "GetMetricSpec";
         *   readonly path: "/externalscaler.ExternalScaler/GetMetricSpec";
         *   readonly requestType: "ScaledObjectRef";
         *   readonly responseType: "GetMetricSpecResponse";
         *   readonly requestStream: undefined;
         *   readonly responseStream: undefined;
         * }}
         */

        /**
         * Calls GetMetricSpec.
         * @name externalscaler.ExternalScaler#getMetricSpec
         * @type {externalscaler.ExternalScaler.GetMetricSpec}
         */
        $Object.defineProperties(ExternalScaler.prototype.getMetricSpec = function(request, callback) {
            return $protobuf.rpc.Service.prototype.rpcCall.call(this, ExternalScaler.prototype.getMetricSpec, $root.externalscaler.ScaledObjectRef, $root.externalscaler.GetMetricSpecResponse, request, callback);
        }, {
            name: { value: "GetMetricSpec" },
            path: { value: "/externalscaler.ExternalScaler/GetMetricSpec" },
            requestType: { value: "ScaledObjectRef" },
            responseType: { value: "GetMetricSpecResponse" },
            requestStream: { value: $undefined },
            responseStream: { value: $undefined }
        });

        /**
         * Callback as used by {@link externalscaler.ExternalScaler#getMetrics}.
         * @memberof externalscaler.ExternalScaler
         * @typedef GetMetricsCallback
         * @type {function}
         * @param {Error|null} error Error, if any
         * @param {externalscaler.GetMetricsResponse} [response] GetMetricsResponse
         */

        /**
         * Calls GetMetrics.
         * @memberof externalscaler.ExternalScaler
         * @typedef GetMetrics
         * @type {{
         *   (request: externalscaler.IGetMetricsRequest, callback: externalscaler.ExternalScaler.GetMetricsCallback): void;
         *   (request: externalscaler.IGetMetricsRequest): Promise<externalscaler.GetMetricsResponse>;
         *   readonly name: "GetMetrics";
         *   readonly path: "/externalscaler.ExternalScaler/GetMetrics";
         *   readonly requestType: "GetMetricsRequest";
         *   readonly responseType: "GetMetricsResponse";
         *   readonly requestStream: undefined;
         *   readonly responseStream: undefined;
         * }}
         */

        /**
         * Calls GetMetrics.
         * @name externalscaler.ExternalScaler#getMetrics
         * @type {externalscaler.ExternalScaler.GetMetrics}
         */
        $Object.defineProperties(ExternalScaler.prototype.getMetrics = function(request, callback) {
            return $protobuf.rpc.Service.prototype.rpcCall.call(this, ExternalScaler.prototype.getMetrics, $root.externalscaler.GetMetricsRequest, $root.externalscaler.GetMetricsResponse, request, callback);
        }, {
            name: { value: "GetMetrics" },
            path: { value: "/externalscaler.ExternalScaler/GetMetrics" },
            requestType: { value: "GetMetricsRequest" },
            responseType: { value: "GetMetricsResponse" },
            requestStream: { value: $undefined },
            responseStream: { value: $undefined }
        });

        /**
         * Callback as used by {@link externalscaler.ExternalScaler#streamMetricSpec}.
         * @memberof externalscaler.ExternalScaler
         * @typedef StreamMetricSpecCallback
         * @type {function}
         * @param {Error|null} error Error, if any
         * @param {externalscaler.GetMetricSpecResponse} [response] GetMetricSpecResponse
         */

        /**
         * Calls StreamMetricSpec.
         * @memberof externalscaler.ExternalScaler
         * @typedef StreamMetricSpec
         * @type {{
         *   (request: externalscaler.IScaledObjectRef, callback: externalscaler.ExternalScaler.StreamMetricSpecCallback): void;
         *   (request: externalscaler.IScaledObjectRef): Promise<externalscaler.GetMetricSpecResponse>;
         *   readonly name: "StreamMetricSpec";
         *   readonly path: "/externalscaler.ExternalScaler/StreamMetricSpec";
         *   readonly requestType: "ScaledObjectRef";
         *   readonly responseType: "GetMetricSpecResponse";
         *   readonly requestStream: undefined;
         *   readonly responseStream: true;
         * }}
         */

        /**
         * Calls StreamMetricSpec.
         * @name externalscaler.ExternalScaler#streamMetricSpec
         * @type {externalscaler.ExternalScaler.StreamMetricSpec}
         */
        $Object.defineProperties(ExternalScaler.prototype.streamMetricSpec = function(request, callback) {
            return $protobuf.rpc.Service.prototype.rpcCall.call(this, ExternalScaler.prototype.streamMetricSpec, $root.externalscaler.ScaledObjectRef, $root.externalscaler.GetMetricSpecResponse, request, callback);
        }, {
            name: { value: "StreamMetricSpec" },
            path: { value: "/externalscaler.ExternalScaler/StreamMetricSpec" },
            requestType: { value: "ScaledObjectRef" },
            responseType: { value: "GetMetricSpecResponse" },
            requestStream: { value: $undefined },
            responseStream: { value: true }
        });

        return ExternalScaler;
    })();

    externalscaler.ScaledObjectRef = (function() {

        /**
         * Properties of a ScaledObjectRef.
         * @typedef {Object} externalscaler.ScaledObjectRef.$Properties
         * @property {string|null} [name] ScaledObjectRef name
         * @property {string|null} [namespace] ScaledObjectRef namespace
         * @property {Object.<string,string>|null} [scalerMetadata] ScaledObjectRef scalerMetadata
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a ScaledObjectRef.
         * @memberof externalscaler
         * @interface IScaledObjectRef
         * @augments externalscaler.ScaledObjectRef.$Properties
         * @deprecated Use externalscaler.ScaledObjectRef.$Properties instead.
         */

        /**
         * Shape of a ScaledObjectRef.
         * @typedef {externalscaler.ScaledObjectRef.$Properties} externalscaler.ScaledObjectRef.$Shape
         */

        /**
         * Constructs a new ScaledObjectRef.
         * @memberof externalscaler
         * @classdesc Represents a ScaledObjectRef.
         * @constructor
         * @param {externalscaler.ScaledObjectRef.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const ScaledObjectRef = function (properties) {
            this.scalerMetadata = {};
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * ScaledObjectRef name.
         * @member {string} name
         * @memberof externalscaler.ScaledObjectRef
         * @instance
         */
        ScaledObjectRef.prototype.name = "";

        /**
         * ScaledObjectRef namespace.
         * @member {string} namespace
         * @memberof externalscaler.ScaledObjectRef
         * @instance
         */
        ScaledObjectRef.prototype.namespace = "";

        /**
         * ScaledObjectRef scalerMetadata.
         * @member {Object.<string,string>} scalerMetadata
         * @memberof externalscaler.ScaledObjectRef
         * @instance
         */
        ScaledObjectRef.prototype.scalerMetadata = $util.emptyObject;

        /**
         * Creates a new ScaledObjectRef instance using the specified properties.
         * @function create
         * @memberof externalscaler.ScaledObjectRef
         * @static
         * @param {externalscaler.ScaledObjectRef.$Properties=} [properties] Properties to set
         * @returns {externalscaler.ScaledObjectRef} ScaledObjectRef instance
         * @type {{
         *   (properties: externalscaler.ScaledObjectRef.$Shape): externalscaler.ScaledObjectRef & externalscaler.ScaledObjectRef.$Shape;
         *   (properties?: externalscaler.ScaledObjectRef.$Properties): externalscaler.ScaledObjectRef;
         * }}
         */
        ScaledObjectRef.create = function(properties) {
            return new ScaledObjectRef(properties);
        };

        /**
         * Encodes the specified ScaledObjectRef message. Does not implicitly {@link externalscaler.ScaledObjectRef.verify|verify} messages.
         * @function encode
         * @memberof externalscaler.ScaledObjectRef
         * @static
         * @param {externalscaler.ScaledObjectRef.$Properties} message ScaledObjectRef message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        ScaledObjectRef.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
            if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace") && message.namespace !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.namespace);
            if (message.scalerMetadata != null && $Object.hasOwnProperty.call(message, "scalerMetadata"))
                for (let keys = $Object.keys(message.scalerMetadata), i = 0; i < keys.length; ++i)
                    writer.uint32(/* id 3, wireType 2 =*/26).fork().uint32(/* id 1, wireType 2 =*/10).string(keys[i]).uint32(/* id 2, wireType 2 =*/18).string(message.scalerMetadata[keys[i]]).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a ScaledObjectRef message from the specified reader or buffer.
         * @function decode
         * @memberof externalscaler.ScaledObjectRef
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {externalscaler.ScaledObjectRef & externalscaler.ScaledObjectRef.$Shape} ScaledObjectRef
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        ScaledObjectRef.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, key, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.externalscaler.ScaledObjectRef();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.name = value;
                        else
                            delete message.name;
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.namespace = value;
                        else
                            delete message.namespace;
                        continue;
                    }
                case 3: {
                        if (wireType !== 2)
                            break;
                        if (message.scalerMetadata === $util.emptyObject)
                            message.scalerMetadata = {};
                        let end2 = reader.size() + reader.pos;
                        if (end2 > reader.len)
                            throw $RangeError("index out of range");
                        reader.len = end2;
                        key = "";
                        value = "";
                        while (reader.pos < end2) {
                            let tag2 = reader.tag();
                            wireType = tag2 & 7;
                            switch (tag2 >>>= 3) {
                            case 1:
                                if (wireType !== 2)
                                    break;
                                key = reader.stringVerify();
                                continue;
                            case 2:
                                if (wireType !== 2)
                                    break;
                                value = reader.stringVerify();
                                continue;
                            }
                            reader.skipType(wireType, _depth, tag2);
                        }
                        if (reader.pos !== end2)
                            throw $RangeError("index out of range");
                        reader.len = end;
                        if (key === "__proto__")
                            $util.makeProp(message.scalerMetadata, key);
                        message.scalerMetadata[key] = value;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return ScaledObjectRef;
    })();

    externalscaler.IsActiveResponse = (function() {

        /**
         * Properties of an IsActiveResponse.
         * @typedef {Object} externalscaler.IsActiveResponse.$Properties
         * @property {boolean|null} [result] IsActiveResponse result
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of an IsActiveResponse.
         * @memberof externalscaler
         * @interface IIsActiveResponse
         * @augments externalscaler.IsActiveResponse.$Properties
         * @deprecated Use externalscaler.IsActiveResponse.$Properties instead.
         */

        /**
         * Shape of an IsActiveResponse.
         * @typedef {externalscaler.IsActiveResponse.$Properties} externalscaler.IsActiveResponse.$Shape
         */

        /**
         * Constructs a new IsActiveResponse.
         * @memberof externalscaler
         * @classdesc Represents an IsActiveResponse.
         * @constructor
         * @param {externalscaler.IsActiveResponse.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const IsActiveResponse = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * IsActiveResponse result.
         * @member {boolean} result
         * @memberof externalscaler.IsActiveResponse
         * @instance
         */
        IsActiveResponse.prototype.result = false;

        /**
         * Creates a new IsActiveResponse instance using the specified properties.
         * @function create
         * @memberof externalscaler.IsActiveResponse
         * @static
         * @param {externalscaler.IsActiveResponse.$Properties=} [properties] Properties to set
         * @returns {externalscaler.IsActiveResponse} IsActiveResponse instance
         * @type {{
         *   (properties: externalscaler.IsActiveResponse.$Shape): externalscaler.IsActiveResponse & externalscaler.IsActiveResponse.$Shape;
         *   (properties?: externalscaler.IsActiveResponse.$Properties): externalscaler.IsActiveResponse;
         * }}
         */
        IsActiveResponse.create = function(properties) {
            return new IsActiveResponse(properties);
        };

        /**
         * Encodes the specified IsActiveResponse message. Does not implicitly {@link externalscaler.IsActiveResponse.verify|verify} messages.
         * @function encode
         * @memberof externalscaler.IsActiveResponse
         * @static
         * @param {externalscaler.IsActiveResponse.$Properties} message IsActiveResponse message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        IsActiveResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.result != null && $Object.hasOwnProperty.call(message, "result") && message.result !== false)
                writer.uint32(/* id 1, wireType 0 =*/8).bool(message.result);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes an IsActiveResponse message from the specified reader or buffer.
         * @function decode
         * @memberof externalscaler.IsActiveResponse
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {externalscaler.IsActiveResponse & externalscaler.IsActiveResponse.$Shape} IsActiveResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        IsActiveResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.externalscaler.IsActiveResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 0)
                            break;
                        if (value = reader.bool())
                            message.result = value;
                        else
                            delete message.result;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return IsActiveResponse;
    })();

    externalscaler.GetMetricSpecResponse = (function() {

        /**
         * Properties of a GetMetricSpecResponse.
         * @typedef {Object} externalscaler.GetMetricSpecResponse.$Properties
         * @property {Array.<externalscaler.MetricSpec.$Properties>|null} [metricSpecs] GetMetricSpecResponse metricSpecs
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a GetMetricSpecResponse.
         * @memberof externalscaler
         * @interface IGetMetricSpecResponse
         * @augments externalscaler.GetMetricSpecResponse.$Properties
         * @deprecated Use externalscaler.GetMetricSpecResponse.$Properties instead.
         */

        /**
         * Shape of a GetMetricSpecResponse.
         * @typedef {externalscaler.GetMetricSpecResponse.$Properties} externalscaler.GetMetricSpecResponse.$Shape
         */

        /**
         * Constructs a new GetMetricSpecResponse.
         * @memberof externalscaler
         * @classdesc Represents a GetMetricSpecResponse.
         * @constructor
         * @param {externalscaler.GetMetricSpecResponse.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const GetMetricSpecResponse = function (properties) {
            this.metricSpecs = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * GetMetricSpecResponse metricSpecs.
         * @member {Array.<externalscaler.MetricSpec.$Properties>} metricSpecs
         * @memberof externalscaler.GetMetricSpecResponse
         * @instance
         */
        GetMetricSpecResponse.prototype.metricSpecs = $util.emptyArray;

        /**
         * Creates a new GetMetricSpecResponse instance using the specified properties.
         * @function create
         * @memberof externalscaler.GetMetricSpecResponse
         * @static
         * @param {externalscaler.GetMetricSpecResponse.$Properties=} [properties] Properties to set
         * @returns {externalscaler.GetMetricSpecResponse} GetMetricSpecResponse instance
         * @type {{
         *   (properties: externalscaler.GetMetricSpecResponse.$Shape): externalscaler.GetMetricSpecResponse & externalscaler.GetMetricSpecResponse.$Shape;
         *   (properties?: externalscaler.GetMetricSpecResponse.$Properties): externalscaler.GetMetricSpecResponse;
         * }}
         */
        GetMetricSpecResponse.create = function(properties) {
            return new GetMetricSpecResponse(properties);
        };

        /**
         * Encodes the specified GetMetricSpecResponse message. Does not implicitly {@link externalscaler.GetMetricSpecResponse.verify|verify} messages.
         * @function encode
         * @memberof externalscaler.GetMetricSpecResponse
         * @static
         * @param {externalscaler.GetMetricSpecResponse.$Properties} message GetMetricSpecResponse message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        GetMetricSpecResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.metricSpecs != null && message.metricSpecs.length)
                for (let i = 0; i < message.metricSpecs.length; ++i)
                    $root.externalscaler.MetricSpec.encode(message.metricSpecs[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a GetMetricSpecResponse message from the specified reader or buffer.
         * @function decode
         * @memberof externalscaler.GetMetricSpecResponse
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {externalscaler.GetMetricSpecResponse & externalscaler.GetMetricSpecResponse.$Shape} GetMetricSpecResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        GetMetricSpecResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.externalscaler.GetMetricSpecResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.metricSpecs && message.metricSpecs.length))
                            message.metricSpecs = [];
                        message.metricSpecs.push($root.externalscaler.MetricSpec.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return GetMetricSpecResponse;
    })();

    externalscaler.MetricSpec = (function() {

        /**
         * Properties of a MetricSpec.
         * @typedef {Object} externalscaler.MetricSpec.$Properties
         * @property {string|null} [metricName] MetricSpec metricName
         * @property {number|null} [targetSize] MetricSpec targetSize
         * @property {number|null} [targetSizeFloat] MetricSpec targetSizeFloat
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a MetricSpec.
         * @memberof externalscaler
         * @interface IMetricSpec
         * @augments externalscaler.MetricSpec.$Properties
         * @deprecated Use externalscaler.MetricSpec.$Properties instead.
         */

        /**
         * Shape of a MetricSpec.
         * @typedef {externalscaler.MetricSpec.$Properties} externalscaler.MetricSpec.$Shape
         */

        /**
         * Constructs a new MetricSpec.
         * @memberof externalscaler
         * @classdesc Represents a MetricSpec.
         * @constructor
         * @param {externalscaler.MetricSpec.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const MetricSpec = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * MetricSpec metricName.
         * @member {string} metricName
         * @memberof externalscaler.MetricSpec
         * @instance
         */
        MetricSpec.prototype.metricName = "";

        /**
         * MetricSpec targetSize.
         * @member {number} targetSize
         * @memberof externalscaler.MetricSpec
         * @instance
         */
        MetricSpec.prototype.targetSize = 0;

        /**
         * MetricSpec targetSizeFloat.
         * @member {number} targetSizeFloat
         * @memberof externalscaler.MetricSpec
         * @instance
         */
        MetricSpec.prototype.targetSizeFloat = 0;

        /**
         * Creates a new MetricSpec instance using the specified properties.
         * @function create
         * @memberof externalscaler.MetricSpec
         * @static
         * @param {externalscaler.MetricSpec.$Properties=} [properties] Properties to set
         * @returns {externalscaler.MetricSpec} MetricSpec instance
         * @type {{
         *   (properties: externalscaler.MetricSpec.$Shape): externalscaler.MetricSpec & externalscaler.MetricSpec.$Shape;
         *   (properties?: externalscaler.MetricSpec.$Properties): externalscaler.MetricSpec;
         * }}
         */
        MetricSpec.create = function(properties) {
            return new MetricSpec(properties);
        };

        /**
         * Encodes the specified MetricSpec message. Does not implicitly {@link externalscaler.MetricSpec.verify|verify} messages.
         * @function encode
         * @memberof externalscaler.MetricSpec
         * @static
         * @param {externalscaler.MetricSpec.$Properties} message MetricSpec message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        MetricSpec.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.metricName != null && $Object.hasOwnProperty.call(message, "metricName") && message.metricName !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.metricName);
            if (message.targetSize != null && $Object.hasOwnProperty.call(message, "targetSize") && (typeof message.targetSize === "object" ? message.targetSize.low || message.targetSize.high : message.targetSize !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).int64(message.targetSize);
            if (message.targetSizeFloat != null && $Object.hasOwnProperty.call(message, "targetSizeFloat") && !$Object.is(message.targetSizeFloat, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.targetSizeFloat);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a MetricSpec message from the specified reader or buffer.
         * @function decode
         * @memberof externalscaler.MetricSpec
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {externalscaler.MetricSpec & externalscaler.MetricSpec.$Shape} MetricSpec
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        MetricSpec.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.externalscaler.MetricSpec();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.metricName = value;
                        else
                            delete message.metricName;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = Number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                            message.targetSize = value;
                        else
                            delete message.targetSize;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.targetSizeFloat = value;
                        else
                            delete message.targetSizeFloat;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return MetricSpec;
    })();

    externalscaler.GetMetricsRequest = (function() {

        /**
         * Properties of a GetMetricsRequest.
         * @typedef {Object} externalscaler.GetMetricsRequest.$Properties
         * @property {externalscaler.ScaledObjectRef.$Properties|null} [scaledObjectRef] GetMetricsRequest scaledObjectRef
         * @property {string|null} [metricName] GetMetricsRequest metricName
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a GetMetricsRequest.
         * @memberof externalscaler
         * @interface IGetMetricsRequest
         * @augments externalscaler.GetMetricsRequest.$Properties
         * @deprecated Use externalscaler.GetMetricsRequest.$Properties instead.
         */

        /**
         * Shape of a GetMetricsRequest.
         * @typedef {externalscaler.GetMetricsRequest.$Properties} externalscaler.GetMetricsRequest.$Shape
         */

        /**
         * Constructs a new GetMetricsRequest.
         * @memberof externalscaler
         * @classdesc Represents a GetMetricsRequest.
         * @constructor
         * @param {externalscaler.GetMetricsRequest.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const GetMetricsRequest = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * GetMetricsRequest scaledObjectRef.
         * @member {externalscaler.ScaledObjectRef.$Properties|null|undefined} scaledObjectRef
         * @memberof externalscaler.GetMetricsRequest
         * @instance
         */
        GetMetricsRequest.prototype.scaledObjectRef = null;

        /**
         * GetMetricsRequest metricName.
         * @member {string} metricName
         * @memberof externalscaler.GetMetricsRequest
         * @instance
         */
        GetMetricsRequest.prototype.metricName = "";

        /**
         * Creates a new GetMetricsRequest instance using the specified properties.
         * @function create
         * @memberof externalscaler.GetMetricsRequest
         * @static
         * @param {externalscaler.GetMetricsRequest.$Properties=} [properties] Properties to set
         * @returns {externalscaler.GetMetricsRequest} GetMetricsRequest instance
         * @type {{
         *   (properties: externalscaler.GetMetricsRequest.$Shape): externalscaler.GetMetricsRequest & externalscaler.GetMetricsRequest.$Shape;
         *   (properties?: externalscaler.GetMetricsRequest.$Properties): externalscaler.GetMetricsRequest;
         * }}
         */
        GetMetricsRequest.create = function(properties) {
            return new GetMetricsRequest(properties);
        };

        /**
         * Encodes the specified GetMetricsRequest message. Does not implicitly {@link externalscaler.GetMetricsRequest.verify|verify} messages.
         * @function encode
         * @memberof externalscaler.GetMetricsRequest
         * @static
         * @param {externalscaler.GetMetricsRequest.$Properties} message GetMetricsRequest message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        GetMetricsRequest.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.scaledObjectRef != null && $Object.hasOwnProperty.call(message, "scaledObjectRef"))
                $root.externalscaler.ScaledObjectRef.encode(message.scaledObjectRef, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.metricName != null && $Object.hasOwnProperty.call(message, "metricName") && message.metricName !== "")
                writer.uint32(/* id 2, wireType 2 =*/18).string(message.metricName);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a GetMetricsRequest message from the specified reader or buffer.
         * @function decode
         * @memberof externalscaler.GetMetricsRequest
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {externalscaler.GetMetricsRequest & externalscaler.GetMetricsRequest.$Shape} GetMetricsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        GetMetricsRequest.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.externalscaler.GetMetricsRequest();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        message.scaledObjectRef = $root.externalscaler.ScaledObjectRef.decode(reader, reader.size(), $undefined, _depth + 1, message.scaledObjectRef);
                        continue;
                    }
                case 2: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.metricName = value;
                        else
                            delete message.metricName;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return GetMetricsRequest;
    })();

    externalscaler.GetMetricsResponse = (function() {

        /**
         * Properties of a GetMetricsResponse.
         * @typedef {Object} externalscaler.GetMetricsResponse.$Properties
         * @property {Array.<externalscaler.MetricValue.$Properties>|null} [metricValues] GetMetricsResponse metricValues
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a GetMetricsResponse.
         * @memberof externalscaler
         * @interface IGetMetricsResponse
         * @augments externalscaler.GetMetricsResponse.$Properties
         * @deprecated Use externalscaler.GetMetricsResponse.$Properties instead.
         */

        /**
         * Shape of a GetMetricsResponse.
         * @typedef {externalscaler.GetMetricsResponse.$Properties} externalscaler.GetMetricsResponse.$Shape
         */

        /**
         * Constructs a new GetMetricsResponse.
         * @memberof externalscaler
         * @classdesc Represents a GetMetricsResponse.
         * @constructor
         * @param {externalscaler.GetMetricsResponse.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const GetMetricsResponse = function (properties) {
            this.metricValues = [];
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * GetMetricsResponse metricValues.
         * @member {Array.<externalscaler.MetricValue.$Properties>} metricValues
         * @memberof externalscaler.GetMetricsResponse
         * @instance
         */
        GetMetricsResponse.prototype.metricValues = $util.emptyArray;

        /**
         * Creates a new GetMetricsResponse instance using the specified properties.
         * @function create
         * @memberof externalscaler.GetMetricsResponse
         * @static
         * @param {externalscaler.GetMetricsResponse.$Properties=} [properties] Properties to set
         * @returns {externalscaler.GetMetricsResponse} GetMetricsResponse instance
         * @type {{
         *   (properties: externalscaler.GetMetricsResponse.$Shape): externalscaler.GetMetricsResponse & externalscaler.GetMetricsResponse.$Shape;
         *   (properties?: externalscaler.GetMetricsResponse.$Properties): externalscaler.GetMetricsResponse;
         * }}
         */
        GetMetricsResponse.create = function(properties) {
            return new GetMetricsResponse(properties);
        };

        /**
         * Encodes the specified GetMetricsResponse message. Does not implicitly {@link externalscaler.GetMetricsResponse.verify|verify} messages.
         * @function encode
         * @memberof externalscaler.GetMetricsResponse
         * @static
         * @param {externalscaler.GetMetricsResponse.$Properties} message GetMetricsResponse message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        GetMetricsResponse.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.metricValues != null && message.metricValues.length)
                for (let i = 0; i < message.metricValues.length; ++i)
                    $root.externalscaler.MetricValue.encode(message.metricValues[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a GetMetricsResponse message from the specified reader or buffer.
         * @function decode
         * @memberof externalscaler.GetMetricsResponse
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {externalscaler.GetMetricsResponse & externalscaler.GetMetricsResponse.$Shape} GetMetricsResponse
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        GetMetricsResponse.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.externalscaler.GetMetricsResponse();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if (!(message.metricValues && message.metricValues.length))
                            message.metricValues = [];
                        message.metricValues.push($root.externalscaler.MetricValue.decode(reader, reader.size(), $undefined, _depth + 1));
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return GetMetricsResponse;
    })();

    externalscaler.MetricValue = (function() {

        /**
         * Properties of a MetricValue.
         * @typedef {Object} externalscaler.MetricValue.$Properties
         * @property {string|null} [metricName] MetricValue metricName
         * @property {number|null} [metricValue] MetricValue metricValue
         * @property {number|null} [metricValueFloat] MetricValue metricValueFloat
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */

        /**
         * Properties of a MetricValue.
         * @memberof externalscaler
         * @interface IMetricValue
         * @augments externalscaler.MetricValue.$Properties
         * @deprecated Use externalscaler.MetricValue.$Properties instead.
         */

        /**
         * Shape of a MetricValue.
         * @typedef {externalscaler.MetricValue.$Properties} externalscaler.MetricValue.$Shape
         */

        /**
         * Constructs a new MetricValue.
         * @memberof externalscaler
         * @classdesc Represents a MetricValue.
         * @constructor
         * @param {externalscaler.MetricValue.$Properties=} [properties] Properties to set
         * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
         */
        const MetricValue = function (properties) {
            if (properties)
                for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                    if (properties[keys[i]] != null && keys[i] !== "__proto__")
                        this[keys[i]] = properties[keys[i]];
        };

        /**
         * MetricValue metricName.
         * @member {string} metricName
         * @memberof externalscaler.MetricValue
         * @instance
         */
        MetricValue.prototype.metricName = "";

        /**
         * MetricValue metricValue.
         * @member {number} metricValue
         * @memberof externalscaler.MetricValue
         * @instance
         */
        MetricValue.prototype.metricValue = 0;

        /**
         * MetricValue metricValueFloat.
         * @member {number} metricValueFloat
         * @memberof externalscaler.MetricValue
         * @instance
         */
        MetricValue.prototype.metricValueFloat = 0;

        /**
         * Creates a new MetricValue instance using the specified properties.
         * @function create
         * @memberof externalscaler.MetricValue
         * @static
         * @param {externalscaler.MetricValue.$Properties=} [properties] Properties to set
         * @returns {externalscaler.MetricValue} MetricValue instance
         * @type {{
         *   (properties: externalscaler.MetricValue.$Shape): externalscaler.MetricValue & externalscaler.MetricValue.$Shape;
         *   (properties?: externalscaler.MetricValue.$Properties): externalscaler.MetricValue;
         * }}
         */
        MetricValue.create = function(properties) {
            return new MetricValue(properties);
        };

        /**
         * Encodes the specified MetricValue message. Does not implicitly {@link externalscaler.MetricValue.verify|verify} messages.
         * @function encode
         * @memberof externalscaler.MetricValue
         * @static
         * @param {externalscaler.MetricValue.$Properties} message MetricValue message or plain object to encode
         * @param {$protobuf.Writer} [writer] Writer to encode to
         * @returns {$protobuf.Writer} Writer
         */
        MetricValue.encode = function (message, writer, _depth) {
            if (!writer)
                writer = $Writer.create();
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $util.recursionLimit)
                throw $Error("max depth exceeded");
            if (message.metricName != null && $Object.hasOwnProperty.call(message, "metricName") && message.metricName !== "")
                writer.uint32(/* id 1, wireType 2 =*/10).string(message.metricName);
            if (message.metricValue != null && $Object.hasOwnProperty.call(message, "metricValue") && (typeof message.metricValue === "object" ? message.metricValue.low || message.metricValue.high : message.metricValue !== 0))
                writer.uint32(/* id 2, wireType 0 =*/16).int64(message.metricValue);
            if (message.metricValueFloat != null && $Object.hasOwnProperty.call(message, "metricValueFloat") && !$Object.is(message.metricValueFloat, 0))
                writer.uint32(/* id 3, wireType 1 =*/25).double(message.metricValueFloat);
            if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                for (let i = 0; i < message.$unknowns.length; ++i)
                    writer.raw(message.$unknowns[i]);
            return writer;
        };

        /**
         * Decodes a MetricValue message from the specified reader or buffer.
         * @function decode
         * @memberof externalscaler.MetricValue
         * @static
         * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
         * @param {number} [length] Message length if known beforehand
         * @returns {externalscaler.MetricValue & externalscaler.MetricValue.$Shape} MetricValue
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        MetricValue.decode = function (reader, length, _end, _depth, _target) {
            if (!(reader instanceof $Reader))
                reader = $Reader.create(reader);
            if (_depth === $undefined)
                _depth = 0;
            if (_depth > $Reader.recursionLimit)
                throw $Error("max depth exceeded");
            let end, message, value;
            if (length === $undefined)
                end = reader.len;
            else {
                end = reader.pos + length;
                if (end > reader.len)
                    throw $RangeError("index out of range");
                length = reader.len;
                reader.len = end;
            }
            message = _target || new $root.externalscaler.MetricValue();
            while (reader.pos < end) {
                let start = reader.pos;
                let tag = reader.tag();
                if (tag === _end) {
                    _end = $undefined;
                    break;
                }
                let wireType = tag & 7;
                switch (tag >>>= 3) {
                case 1: {
                        if (wireType !== 2)
                            break;
                        if ((value = reader.stringVerify()).length)
                            message.metricName = value;
                        else
                            delete message.metricName;
                        continue;
                    }
                case 2: {
                        if (wireType !== 0)
                            break;
                        if (typeof (value = Number(reader.int64())) === "object" ? value.low || value.high : value !== 0)
                            message.metricValue = value;
                        else
                            delete message.metricValue;
                        continue;
                    }
                case 3: {
                        if (wireType !== 1)
                            break;
                        if (!$Object.is(value = reader.double(), 0))
                            message.metricValueFloat = value;
                        else
                            delete message.metricValueFloat;
                        continue;
                    }
                }
                reader.skipType(wireType, _depth, tag);
                if (!reader.discardUnknown) {
                    $util.makeProp(message, "$unknowns", false);
                    (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                }
            }
            if (length !== $undefined) {
                if (reader.pos !== end)
                    throw $RangeError("index out of range");
                reader.len = length;
            }
            if (_end !== $undefined)
                throw $Error("missing end group");
            return message;
        };

        return MetricValue;
    })();

    return externalscaler;
})();

export const subnetes = $root.subnetes = (() => {

    /**
     * Namespace subnetes.
     * @exports subnetes
     * @namespace
     */
    const subnetes = {};

    subnetes.v1 = (function() {

        /**
         * Namespace v1.
         * @memberof subnetes
         * @namespace
         */
        const v1 = {};

        v1.AccessToken = (function() {

            /**
             * Properties of an AccessToken.
             * @typedef {Object} subnetes.v1.AccessToken.$Properties
             * @property {string|null} [username] AccessToken username
             * @property {Uint8Array|null} [publicKey] AccessToken publicKey
             * @property {string|null} [expirationTime] AccessToken expirationTime
             * @property {Uint8Array|null} [signature] AccessToken signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AccessToken.
             * @memberof subnetes.v1
             * @interface IAccessToken
             * @augments subnetes.v1.AccessToken.$Properties
             * @deprecated Use subnetes.v1.AccessToken.$Properties instead.
             */

            /**
             * Shape of an AccessToken.
             * @typedef {subnetes.v1.AccessToken.$Properties} subnetes.v1.AccessToken.$Shape
             */

            /**
             * Constructs a new AccessToken.
             * @memberof subnetes.v1
             * @classdesc Represents an AccessToken.
             * @constructor
             * @param {subnetes.v1.AccessToken.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AccessToken = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AccessToken username.
             * @member {string} username
             * @memberof subnetes.v1.AccessToken
             * @instance
             */
            AccessToken.prototype.username = "";

            /**
             * AccessToken publicKey.
             * @member {Uint8Array} publicKey
             * @memberof subnetes.v1.AccessToken
             * @instance
             */
            AccessToken.prototype.publicKey = $util.newBuffer([]);

            /**
             * AccessToken expirationTime.
             * @member {string} expirationTime
             * @memberof subnetes.v1.AccessToken
             * @instance
             */
            AccessToken.prototype.expirationTime = "";

            /**
             * AccessToken signature.
             * @member {Uint8Array} signature
             * @memberof subnetes.v1.AccessToken
             * @instance
             */
            AccessToken.prototype.signature = $util.newBuffer([]);

            /**
             * Creates a new AccessToken instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.AccessToken
             * @static
             * @param {subnetes.v1.AccessToken.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.AccessToken} AccessToken instance
             * @type {{
             *   (properties: subnetes.v1.AccessToken.$Shape): subnetes.v1.AccessToken & subnetes.v1.AccessToken.$Shape;
             *   (properties?: subnetes.v1.AccessToken.$Properties): subnetes.v1.AccessToken;
             * }}
             */
            AccessToken.create = function(properties) {
                return new AccessToken(properties);
            };

            /**
             * Encodes the specified AccessToken message. Does not implicitly {@link subnetes.v1.AccessToken.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.AccessToken
             * @static
             * @param {subnetes.v1.AccessToken.$Properties} message AccessToken message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AccessToken.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.username != null && $Object.hasOwnProperty.call(message, "username") && message.username !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.username);
                if (message.publicKey != null && $Object.hasOwnProperty.call(message, "publicKey") && message.publicKey.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.publicKey);
                if (message.expirationTime != null && $Object.hasOwnProperty.call(message, "expirationTime") && message.expirationTime !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.expirationTime);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AccessToken message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.AccessToken
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.AccessToken & subnetes.v1.AccessToken.$Shape} AccessToken
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AccessToken.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.AccessToken();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.username = value;
                            else
                                delete message.username;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.publicKey = value;
                            else
                                delete message.publicKey;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.expirationTime = value;
                            else
                                delete message.expirationTime;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return AccessToken;
        })();

        v1.RequestAuthInfo = (function() {

            /**
             * Properties of a RequestAuthInfo.
             * @typedef {Object} subnetes.v1.RequestAuthInfo.$Properties
             * @property {subnetes.v1.AccessToken.$Properties|null} [clientAccessToken] RequestAuthInfo clientAccessToken
             * @property {Uint8Array|null} [servicePublicKey] RequestAuthInfo servicePublicKey
             * @property {number|null} [time] RequestAuthInfo time
             * @property {Uint8Array|null} [nonce] RequestAuthInfo nonce
             * @property {Uint8Array|null} [signature] RequestAuthInfo signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RequestAuthInfo.
             * @memberof subnetes.v1
             * @interface IRequestAuthInfo
             * @augments subnetes.v1.RequestAuthInfo.$Properties
             * @deprecated Use subnetes.v1.RequestAuthInfo.$Properties instead.
             */

            /**
             * Shape of a RequestAuthInfo.
             * @typedef {subnetes.v1.RequestAuthInfo.$Properties} subnetes.v1.RequestAuthInfo.$Shape
             */

            /**
             * Constructs a new RequestAuthInfo.
             * @memberof subnetes.v1
             * @classdesc Represents a RequestAuthInfo.
             * @constructor
             * @param {subnetes.v1.RequestAuthInfo.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RequestAuthInfo = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RequestAuthInfo clientAccessToken.
             * @member {subnetes.v1.AccessToken.$Properties|null|undefined} clientAccessToken
             * @memberof subnetes.v1.RequestAuthInfo
             * @instance
             */
            RequestAuthInfo.prototype.clientAccessToken = null;

            /**
             * RequestAuthInfo servicePublicKey.
             * @member {Uint8Array} servicePublicKey
             * @memberof subnetes.v1.RequestAuthInfo
             * @instance
             */
            RequestAuthInfo.prototype.servicePublicKey = $util.newBuffer([]);

            /**
             * RequestAuthInfo time.
             * @member {number} time
             * @memberof subnetes.v1.RequestAuthInfo
             * @instance
             */
            RequestAuthInfo.prototype.time = 0;

            /**
             * RequestAuthInfo nonce.
             * @member {Uint8Array} nonce
             * @memberof subnetes.v1.RequestAuthInfo
             * @instance
             */
            RequestAuthInfo.prototype.nonce = $util.newBuffer([]);

            /**
             * RequestAuthInfo signature.
             * @member {Uint8Array} signature
             * @memberof subnetes.v1.RequestAuthInfo
             * @instance
             */
            RequestAuthInfo.prototype.signature = $util.newBuffer([]);

            /**
             * Creates a new RequestAuthInfo instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.RequestAuthInfo
             * @static
             * @param {subnetes.v1.RequestAuthInfo.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.RequestAuthInfo} RequestAuthInfo instance
             * @type {{
             *   (properties: subnetes.v1.RequestAuthInfo.$Shape): subnetes.v1.RequestAuthInfo & subnetes.v1.RequestAuthInfo.$Shape;
             *   (properties?: subnetes.v1.RequestAuthInfo.$Properties): subnetes.v1.RequestAuthInfo;
             * }}
             */
            RequestAuthInfo.create = function(properties) {
                return new RequestAuthInfo(properties);
            };

            /**
             * Encodes the specified RequestAuthInfo message. Does not implicitly {@link subnetes.v1.RequestAuthInfo.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.RequestAuthInfo
             * @static
             * @param {subnetes.v1.RequestAuthInfo.$Properties} message RequestAuthInfo message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RequestAuthInfo.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.clientAccessToken != null && $Object.hasOwnProperty.call(message, "clientAccessToken"))
                    $root.subnetes.v1.AccessToken.encode(message.clientAccessToken, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.servicePublicKey != null && $Object.hasOwnProperty.call(message, "servicePublicKey") && message.servicePublicKey.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.servicePublicKey);
                if (message.time != null && $Object.hasOwnProperty.call(message, "time") && !$Object.is(message.time, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.time);
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.nonce);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 5, wireType 2 =*/42).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RequestAuthInfo message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.RequestAuthInfo
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.RequestAuthInfo & subnetes.v1.RequestAuthInfo.$Shape} RequestAuthInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RequestAuthInfo.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.RequestAuthInfo();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.clientAccessToken = $root.subnetes.v1.AccessToken.decode(reader, reader.size(), $undefined, _depth + 1, message.clientAccessToken);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.servicePublicKey = value;
                            else
                                delete message.servicePublicKey;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.time = value;
                            else
                                delete message.time;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RequestAuthInfo;
        })();

        v1.ResponseAuthInfo = (function() {

            /**
             * Properties of a ResponseAuthInfo.
             * @typedef {Object} subnetes.v1.ResponseAuthInfo.$Properties
             * @property {subnetes.v1.AccessToken.$Properties|null} [serviceAccessToken] ResponseAuthInfo serviceAccessToken
             * @property {Uint8Array|null} [nonce] ResponseAuthInfo nonce
             * @property {Uint8Array|null} [signature] ResponseAuthInfo signature
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ResponseAuthInfo.
             * @memberof subnetes.v1
             * @interface IResponseAuthInfo
             * @augments subnetes.v1.ResponseAuthInfo.$Properties
             * @deprecated Use subnetes.v1.ResponseAuthInfo.$Properties instead.
             */

            /**
             * Shape of a ResponseAuthInfo.
             * @typedef {subnetes.v1.ResponseAuthInfo.$Properties} subnetes.v1.ResponseAuthInfo.$Shape
             */

            /**
             * Constructs a new ResponseAuthInfo.
             * @memberof subnetes.v1
             * @classdesc Represents a ResponseAuthInfo.
             * @constructor
             * @param {subnetes.v1.ResponseAuthInfo.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ResponseAuthInfo = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ResponseAuthInfo serviceAccessToken.
             * @member {subnetes.v1.AccessToken.$Properties|null|undefined} serviceAccessToken
             * @memberof subnetes.v1.ResponseAuthInfo
             * @instance
             */
            ResponseAuthInfo.prototype.serviceAccessToken = null;

            /**
             * ResponseAuthInfo nonce.
             * @member {Uint8Array} nonce
             * @memberof subnetes.v1.ResponseAuthInfo
             * @instance
             */
            ResponseAuthInfo.prototype.nonce = $util.newBuffer([]);

            /**
             * ResponseAuthInfo signature.
             * @member {Uint8Array} signature
             * @memberof subnetes.v1.ResponseAuthInfo
             * @instance
             */
            ResponseAuthInfo.prototype.signature = $util.newBuffer([]);

            /**
             * Creates a new ResponseAuthInfo instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ResponseAuthInfo
             * @static
             * @param {subnetes.v1.ResponseAuthInfo.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ResponseAuthInfo} ResponseAuthInfo instance
             * @type {{
             *   (properties: subnetes.v1.ResponseAuthInfo.$Shape): subnetes.v1.ResponseAuthInfo & subnetes.v1.ResponseAuthInfo.$Shape;
             *   (properties?: subnetes.v1.ResponseAuthInfo.$Properties): subnetes.v1.ResponseAuthInfo;
             * }}
             */
            ResponseAuthInfo.create = function(properties) {
                return new ResponseAuthInfo(properties);
            };

            /**
             * Encodes the specified ResponseAuthInfo message. Does not implicitly {@link subnetes.v1.ResponseAuthInfo.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ResponseAuthInfo
             * @static
             * @param {subnetes.v1.ResponseAuthInfo.$Properties} message ResponseAuthInfo message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ResponseAuthInfo.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.serviceAccessToken != null && $Object.hasOwnProperty.call(message, "serviceAccessToken"))
                    $root.subnetes.v1.AccessToken.encode(message.serviceAccessToken, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.nonce != null && $Object.hasOwnProperty.call(message, "nonce") && message.nonce.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.nonce);
                if (message.signature != null && $Object.hasOwnProperty.call(message, "signature") && message.signature.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.signature);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ResponseAuthInfo message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ResponseAuthInfo
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ResponseAuthInfo & subnetes.v1.ResponseAuthInfo.$Shape} ResponseAuthInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ResponseAuthInfo.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ResponseAuthInfo();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.serviceAccessToken = $root.subnetes.v1.AccessToken.decode(reader, reader.size(), $undefined, _depth + 1, message.serviceAccessToken);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.nonce = value;
                            else
                                delete message.nonce;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.signature = value;
                            else
                                delete message.signature;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ResponseAuthInfo;
        })();

        v1.Console = (function() {

            /**
             * Constructs a new Console service.
             * @memberof subnetes.v1
             * @classdesc Represents a Console
             * @extends $protobuf.rpc.Service
             * @constructor
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             */
            const Console = function(rpcImpl, requestDelimited, responseDelimited) {
                $protobuf.rpc.Service.call(this, rpcImpl, requestDelimited, responseDelimited);
            };

            $Object.defineProperty(Console.prototype = $Object.create($protobuf.rpc.Service.prototype), "constructor", { value: Console, writable: true, enumerable: false, configurable: true });

            /**
             * Creates new Console service using the specified rpc implementation.
             * @function create
             * @memberof subnetes.v1.Console
             * @static
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             * @returns {Console} RPC service. Useful where requests and/or responses are streamed.
             */
            Console.create = function(rpcImpl, requestDelimited, responseDelimited) {
                return new this(rpcImpl, requestDelimited, responseDelimited);
            };

            /**
             * Callback as used by {@link subnetes.v1.Console#watch}.
             * @memberof subnetes.v1.Console
             * @typedef WatchCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.ConsoleMessage} [response] ConsoleMessage
             */

            /**
             * Calls Watch.
             * @memberof subnetes.v1.Console
             * @typedef Watch
             * @type {{
             *   (request: subnetes.v1.IConsoleWatchRequest, callback: subnetes.v1.Console.WatchCallback): void;
             *   (request: subnetes.v1.IConsoleWatchRequest): Promise<subnetes.v1.ConsoleMessage>;
             *   readonly name: "Watch";
             *   readonly path: "/subnetes.v1.Console/Watch";
             *   readonly requestType: "ConsoleWatchRequest";
             *   readonly responseType: "ConsoleMessage";
             *   readonly requestStream: undefined;
             *   readonly responseStream: true;
             * }}
             */

            /**
             * Calls Watch.
             * @name subnetes.v1.Console#watch
             * @type {subnetes.v1.Console.Watch}
             */
            $Object.defineProperties(Console.prototype.watch = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, Console.prototype.watch, $root.subnetes.v1.ConsoleWatchRequest, $root.subnetes.v1.ConsoleMessage, request, callback);
            }, {
                name: { value: "Watch" },
                path: { value: "/subnetes.v1.Console/Watch" },
                requestType: { value: "ConsoleWatchRequest" },
                responseType: { value: "ConsoleMessage" },
                requestStream: { value: $undefined },
                responseStream: { value: true }
            });

            return Console;
        })();

        v1.ConsoleWatchRequest = (function() {

            /**
             * Properties of a ConsoleWatchRequest.
             * @typedef {Object} subnetes.v1.ConsoleWatchRequest.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleWatchRequest.
             * @memberof subnetes.v1
             * @interface IConsoleWatchRequest
             * @augments subnetes.v1.ConsoleWatchRequest.$Properties
             * @deprecated Use subnetes.v1.ConsoleWatchRequest.$Properties instead.
             */

            /**
             * Shape of a ConsoleWatchRequest.
             * @typedef {subnetes.v1.ConsoleWatchRequest.$Properties} subnetes.v1.ConsoleWatchRequest.$Shape
             */

            /**
             * Constructs a new ConsoleWatchRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleWatchRequest.
             * @constructor
             * @param {subnetes.v1.ConsoleWatchRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleWatchRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new ConsoleWatchRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleWatchRequest
             * @static
             * @param {subnetes.v1.ConsoleWatchRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleWatchRequest} ConsoleWatchRequest instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleWatchRequest.$Shape): subnetes.v1.ConsoleWatchRequest & subnetes.v1.ConsoleWatchRequest.$Shape;
             *   (properties?: subnetes.v1.ConsoleWatchRequest.$Properties): subnetes.v1.ConsoleWatchRequest;
             * }}
             */
            ConsoleWatchRequest.create = function(properties) {
                return new ConsoleWatchRequest(properties);
            };

            /**
             * Encodes the specified ConsoleWatchRequest message. Does not implicitly {@link subnetes.v1.ConsoleWatchRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleWatchRequest
             * @static
             * @param {subnetes.v1.ConsoleWatchRequest.$Properties} message ConsoleWatchRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleWatchRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleWatchRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleWatchRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleWatchRequest & subnetes.v1.ConsoleWatchRequest.$Shape} ConsoleWatchRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleWatchRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleWatchRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleWatchRequest;
        })();

        v1.ConsoleMessage = (function() {

            /**
             * Properties of a ConsoleMessage.
             * @typedef {Object} subnetes.v1.ConsoleMessage.$Properties
             * @property {subnetes.v1.ConsoleSnapshot.$Properties|null} [snapshot] ConsoleMessage snapshot
             * @property {subnetes.v1.ConsoleRedirect.$Properties|null} [redirect] ConsoleMessage redirect
             * @property {"snapshot"|"redirect"} [kind] ConsoleMessage kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleMessage.
             * @memberof subnetes.v1
             * @interface IConsoleMessage
             * @augments subnetes.v1.ConsoleMessage.$Properties
             * @deprecated Use subnetes.v1.ConsoleMessage.$Properties instead.
             */

            /**
             * Narrowed shape of a ConsoleMessage.
             * @typedef {{
             *   snapshot?: subnetes.v1.ConsoleSnapshot.$Shape|null;
             *   redirect?: subnetes.v1.ConsoleRedirect.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; snapshot?: null; redirect?: null }|{ kind?: "snapshot"; snapshot: subnetes.v1.ConsoleSnapshot.$Shape; redirect?: null }|{ kind?: "redirect"; snapshot?: null; redirect: subnetes.v1.ConsoleRedirect.$Shape })
             * )} subnetes.v1.ConsoleMessage.$Shape
             */

            /**
             * Constructs a new ConsoleMessage.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleMessage.
             * @constructor
             * @param {subnetes.v1.ConsoleMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsoleMessage snapshot.
             * @member {subnetes.v1.ConsoleSnapshot.$Properties|null|undefined} snapshot
             * @memberof subnetes.v1.ConsoleMessage
             * @instance
             */
            ConsoleMessage.prototype.snapshot = null;

            /**
             * ConsoleMessage redirect.
             * @member {subnetes.v1.ConsoleRedirect.$Properties|null|undefined} redirect
             * @memberof subnetes.v1.ConsoleMessage
             * @instance
             */
            ConsoleMessage.prototype.redirect = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * ConsoleMessage kind.
             * @member {"snapshot"|"redirect"|undefined} kind
             * @memberof subnetes.v1.ConsoleMessage
             * @instance
             */
            $Object.defineProperty(ConsoleMessage.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["snapshot", "redirect"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new ConsoleMessage instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleMessage
             * @static
             * @param {subnetes.v1.ConsoleMessage.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleMessage} ConsoleMessage instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleMessage.$Shape): subnetes.v1.ConsoleMessage & subnetes.v1.ConsoleMessage.$Shape;
             *   (properties?: subnetes.v1.ConsoleMessage.$Properties): subnetes.v1.ConsoleMessage;
             * }}
             */
            ConsoleMessage.create = function(properties) {
                return new ConsoleMessage(properties);
            };

            /**
             * Encodes the specified ConsoleMessage message. Does not implicitly {@link subnetes.v1.ConsoleMessage.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleMessage
             * @static
             * @param {subnetes.v1.ConsoleMessage.$Properties} message ConsoleMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.snapshot != null && $Object.hasOwnProperty.call(message, "snapshot"))
                    $root.subnetes.v1.ConsoleSnapshot.encode(message.snapshot, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.redirect != null && $Object.hasOwnProperty.call(message, "redirect"))
                    $root.subnetes.v1.ConsoleRedirect.encode(message.redirect, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleMessage message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleMessage & subnetes.v1.ConsoleMessage.$Shape} ConsoleMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.snapshot = $root.subnetes.v1.ConsoleSnapshot.decode(reader, reader.size(), $undefined, _depth + 1, message.snapshot);
                            message.kind = "snapshot";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.redirect = $root.subnetes.v1.ConsoleRedirect.decode(reader, reader.size(), $undefined, _depth + 1, message.redirect);
                            message.kind = "redirect";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleMessage;
        })();

        v1.ConsoleRedirect = (function() {

            /**
             * Properties of a ConsoleRedirect.
             * @typedef {Object} subnetes.v1.ConsoleRedirect.$Properties
             * @property {string|null} [address] ConsoleRedirect address
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleRedirect.
             * @memberof subnetes.v1
             * @interface IConsoleRedirect
             * @augments subnetes.v1.ConsoleRedirect.$Properties
             * @deprecated Use subnetes.v1.ConsoleRedirect.$Properties instead.
             */

            /**
             * Shape of a ConsoleRedirect.
             * @typedef {subnetes.v1.ConsoleRedirect.$Properties} subnetes.v1.ConsoleRedirect.$Shape
             */

            /**
             * Constructs a new ConsoleRedirect.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleRedirect.
             * @constructor
             * @param {subnetes.v1.ConsoleRedirect.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleRedirect = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsoleRedirect address.
             * @member {string} address
             * @memberof subnetes.v1.ConsoleRedirect
             * @instance
             */
            ConsoleRedirect.prototype.address = "";

            /**
             * Creates a new ConsoleRedirect instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleRedirect
             * @static
             * @param {subnetes.v1.ConsoleRedirect.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleRedirect} ConsoleRedirect instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleRedirect.$Shape): subnetes.v1.ConsoleRedirect & subnetes.v1.ConsoleRedirect.$Shape;
             *   (properties?: subnetes.v1.ConsoleRedirect.$Properties): subnetes.v1.ConsoleRedirect;
             * }}
             */
            ConsoleRedirect.create = function(properties) {
                return new ConsoleRedirect(properties);
            };

            /**
             * Encodes the specified ConsoleRedirect message. Does not implicitly {@link subnetes.v1.ConsoleRedirect.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleRedirect
             * @static
             * @param {subnetes.v1.ConsoleRedirect.$Properties} message ConsoleRedirect message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleRedirect.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.address);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleRedirect message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleRedirect
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleRedirect & subnetes.v1.ConsoleRedirect.$Shape} ConsoleRedirect
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleRedirect.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleRedirect();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleRedirect;
        })();

        v1.ConsoleSnapshot = (function() {

            /**
             * Properties of a ConsoleSnapshot.
             * @typedef {Object} subnetes.v1.ConsoleSnapshot.$Properties
             * @property {string|null} [installation] ConsoleSnapshot installation
             * @property {string|null} [decider] ConsoleSnapshot decider
             * @property {string|null} [version] ConsoleSnapshot version
             * @property {Array.<subnetes.v1.ConsoleProtocol.$Properties>|null} [protocols] ConsoleSnapshot protocols
             * @property {Array.<subnetes.v1.ConsoleGateway.$Properties>|null} [gateways] ConsoleSnapshot gateways
             * @property {Array.<subnetes.v1.ConsoleProblem.$Properties>|null} [problems] ConsoleSnapshot problems
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleSnapshot.
             * @memberof subnetes.v1
             * @interface IConsoleSnapshot
             * @augments subnetes.v1.ConsoleSnapshot.$Properties
             * @deprecated Use subnetes.v1.ConsoleSnapshot.$Properties instead.
             */

            /**
             * Shape of a ConsoleSnapshot.
             * @typedef {subnetes.v1.ConsoleSnapshot.$Properties} subnetes.v1.ConsoleSnapshot.$Shape
             */

            /**
             * Constructs a new ConsoleSnapshot.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleSnapshot.
             * @constructor
             * @param {subnetes.v1.ConsoleSnapshot.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleSnapshot = function (properties) {
                this.protocols = [];
                this.gateways = [];
                this.problems = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsoleSnapshot installation.
             * @member {string} installation
             * @memberof subnetes.v1.ConsoleSnapshot
             * @instance
             */
            ConsoleSnapshot.prototype.installation = "";

            /**
             * ConsoleSnapshot decider.
             * @member {string} decider
             * @memberof subnetes.v1.ConsoleSnapshot
             * @instance
             */
            ConsoleSnapshot.prototype.decider = "";

            /**
             * ConsoleSnapshot version.
             * @member {string} version
             * @memberof subnetes.v1.ConsoleSnapshot
             * @instance
             */
            ConsoleSnapshot.prototype.version = "";

            /**
             * ConsoleSnapshot protocols.
             * @member {Array.<subnetes.v1.ConsoleProtocol.$Properties>} protocols
             * @memberof subnetes.v1.ConsoleSnapshot
             * @instance
             */
            ConsoleSnapshot.prototype.protocols = $util.emptyArray;

            /**
             * ConsoleSnapshot gateways.
             * @member {Array.<subnetes.v1.ConsoleGateway.$Properties>} gateways
             * @memberof subnetes.v1.ConsoleSnapshot
             * @instance
             */
            ConsoleSnapshot.prototype.gateways = $util.emptyArray;

            /**
             * ConsoleSnapshot problems.
             * @member {Array.<subnetes.v1.ConsoleProblem.$Properties>} problems
             * @memberof subnetes.v1.ConsoleSnapshot
             * @instance
             */
            ConsoleSnapshot.prototype.problems = $util.emptyArray;

            /**
             * Creates a new ConsoleSnapshot instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleSnapshot
             * @static
             * @param {subnetes.v1.ConsoleSnapshot.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleSnapshot} ConsoleSnapshot instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleSnapshot.$Shape): subnetes.v1.ConsoleSnapshot & subnetes.v1.ConsoleSnapshot.$Shape;
             *   (properties?: subnetes.v1.ConsoleSnapshot.$Properties): subnetes.v1.ConsoleSnapshot;
             * }}
             */
            ConsoleSnapshot.create = function(properties) {
                return new ConsoleSnapshot(properties);
            };

            /**
             * Encodes the specified ConsoleSnapshot message. Does not implicitly {@link subnetes.v1.ConsoleSnapshot.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleSnapshot
             * @static
             * @param {subnetes.v1.ConsoleSnapshot.$Properties} message ConsoleSnapshot message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleSnapshot.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.installation != null && $Object.hasOwnProperty.call(message, "installation") && message.installation !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.installation);
                if (message.decider != null && $Object.hasOwnProperty.call(message, "decider") && message.decider !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.decider);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.version);
                if (message.protocols != null && message.protocols.length)
                    for (let i = 0; i < message.protocols.length; ++i)
                        $root.subnetes.v1.ConsoleProtocol.encode(message.protocols[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.gateways != null && message.gateways.length)
                    for (let i = 0; i < message.gateways.length; ++i)
                        $root.subnetes.v1.ConsoleGateway.encode(message.gateways[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.problems != null && message.problems.length)
                    for (let i = 0; i < message.problems.length; ++i)
                        $root.subnetes.v1.ConsoleProblem.encode(message.problems[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleSnapshot message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleSnapshot
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleSnapshot & subnetes.v1.ConsoleSnapshot.$Shape} ConsoleSnapshot
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleSnapshot.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleSnapshot();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.installation = value;
                            else
                                delete message.installation;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.decider = value;
                            else
                                delete message.decider;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.protocols && message.protocols.length))
                                message.protocols = [];
                            message.protocols.push($root.subnetes.v1.ConsoleProtocol.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.gateways && message.gateways.length))
                                message.gateways = [];
                            message.gateways.push($root.subnetes.v1.ConsoleGateway.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.problems && message.problems.length))
                                message.problems = [];
                            message.problems.push($root.subnetes.v1.ConsoleProblem.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleSnapshot;
        })();

        v1.ConsoleProtocol = (function() {

            /**
             * Properties of a ConsoleProtocol.
             * @typedef {Object} subnetes.v1.ConsoleProtocol.$Properties
             * @property {string|null} [name] ConsoleProtocol name
             * @property {string|null} [namespace] ConsoleProtocol namespace
             * @property {subnetes.v1.ConsolePhase|null} [phase] ConsoleProtocol phase
             * @property {Array.<subnetes.v1.ConsoleWorker.$Properties>|null} [workers] ConsoleProtocol workers
             * @property {number|null} [replicas] ConsoleProtocol replicas
             * @property {subnetes.v1.ConsoleScaling.$Properties|null} [scaling] ConsoleProtocol scaling
             * @property {subnetes.v1.ConsoleLoad.$Properties|null} [load] ConsoleProtocol load
             * @property {subnetes.v1.ConsoleJobs.$Properties|null} [jobs] ConsoleProtocol jobs
             * @property {Array.<subnetes.v1.ConsoleProblem.$Properties>|null} [problems] ConsoleProtocol problems
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleProtocol.
             * @memberof subnetes.v1
             * @interface IConsoleProtocol
             * @augments subnetes.v1.ConsoleProtocol.$Properties
             * @deprecated Use subnetes.v1.ConsoleProtocol.$Properties instead.
             */

            /**
             * Shape of a ConsoleProtocol.
             * @typedef {subnetes.v1.ConsoleProtocol.$Properties} subnetes.v1.ConsoleProtocol.$Shape
             */

            /**
             * Constructs a new ConsoleProtocol.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleProtocol.
             * @constructor
             * @param {subnetes.v1.ConsoleProtocol.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleProtocol = function (properties) {
                this.workers = [];
                this.problems = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsoleProtocol name.
             * @member {string} name
             * @memberof subnetes.v1.ConsoleProtocol
             * @instance
             */
            ConsoleProtocol.prototype.name = "";

            /**
             * ConsoleProtocol namespace.
             * @member {string} namespace
             * @memberof subnetes.v1.ConsoleProtocol
             * @instance
             */
            ConsoleProtocol.prototype.namespace = "";

            /**
             * ConsoleProtocol phase.
             * @member {subnetes.v1.ConsolePhase} phase
             * @memberof subnetes.v1.ConsoleProtocol
             * @instance
             */
            ConsoleProtocol.prototype.phase = 0;

            /**
             * ConsoleProtocol workers.
             * @member {Array.<subnetes.v1.ConsoleWorker.$Properties>} workers
             * @memberof subnetes.v1.ConsoleProtocol
             * @instance
             */
            ConsoleProtocol.prototype.workers = $util.emptyArray;

            /**
             * ConsoleProtocol replicas.
             * @member {number} replicas
             * @memberof subnetes.v1.ConsoleProtocol
             * @instance
             */
            ConsoleProtocol.prototype.replicas = 0;

            /**
             * ConsoleProtocol scaling.
             * @member {subnetes.v1.ConsoleScaling.$Properties|null|undefined} scaling
             * @memberof subnetes.v1.ConsoleProtocol
             * @instance
             */
            ConsoleProtocol.prototype.scaling = null;

            /**
             * ConsoleProtocol load.
             * @member {subnetes.v1.ConsoleLoad.$Properties|null|undefined} load
             * @memberof subnetes.v1.ConsoleProtocol
             * @instance
             */
            ConsoleProtocol.prototype.load = null;

            /**
             * ConsoleProtocol jobs.
             * @member {subnetes.v1.ConsoleJobs.$Properties|null|undefined} jobs
             * @memberof subnetes.v1.ConsoleProtocol
             * @instance
             */
            ConsoleProtocol.prototype.jobs = null;

            /**
             * ConsoleProtocol problems.
             * @member {Array.<subnetes.v1.ConsoleProblem.$Properties>} problems
             * @memberof subnetes.v1.ConsoleProtocol
             * @instance
             */
            ConsoleProtocol.prototype.problems = $util.emptyArray;

            /**
             * Creates a new ConsoleProtocol instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleProtocol
             * @static
             * @param {subnetes.v1.ConsoleProtocol.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleProtocol} ConsoleProtocol instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleProtocol.$Shape): subnetes.v1.ConsoleProtocol & subnetes.v1.ConsoleProtocol.$Shape;
             *   (properties?: subnetes.v1.ConsoleProtocol.$Properties): subnetes.v1.ConsoleProtocol;
             * }}
             */
            ConsoleProtocol.create = function(properties) {
                return new ConsoleProtocol(properties);
            };

            /**
             * Encodes the specified ConsoleProtocol message. Does not implicitly {@link subnetes.v1.ConsoleProtocol.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleProtocol
             * @static
             * @param {subnetes.v1.ConsoleProtocol.$Properties} message ConsoleProtocol message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleProtocol.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace") && message.namespace !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.namespace);
                if (message.phase != null && $Object.hasOwnProperty.call(message, "phase") && message.phase !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.phase);
                if (message.workers != null && message.workers.length)
                    for (let i = 0; i < message.workers.length; ++i)
                        $root.subnetes.v1.ConsoleWorker.encode(message.workers[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.replicas != null && $Object.hasOwnProperty.call(message, "replicas") && message.replicas !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.replicas);
                if (message.scaling != null && $Object.hasOwnProperty.call(message, "scaling"))
                    $root.subnetes.v1.ConsoleScaling.encode(message.scaling, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.load != null && $Object.hasOwnProperty.call(message, "load"))
                    $root.subnetes.v1.ConsoleLoad.encode(message.load, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.jobs != null && $Object.hasOwnProperty.call(message, "jobs"))
                    $root.subnetes.v1.ConsoleJobs.encode(message.jobs, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.problems != null && message.problems.length)
                    for (let i = 0; i < message.problems.length; ++i)
                        $root.subnetes.v1.ConsoleProblem.encode(message.problems[i], writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleProtocol message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleProtocol
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleProtocol & subnetes.v1.ConsoleProtocol.$Shape} ConsoleProtocol
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleProtocol.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleProtocol();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.namespace = value;
                            else
                                delete message.namespace;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.phase = value;
                            else
                                delete message.phase;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.workers && message.workers.length))
                                message.workers = [];
                            message.workers.push($root.subnetes.v1.ConsoleWorker.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.replicas = value;
                            else
                                delete message.replicas;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.scaling = $root.subnetes.v1.ConsoleScaling.decode(reader, reader.size(), $undefined, _depth + 1, message.scaling);
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.load = $root.subnetes.v1.ConsoleLoad.decode(reader, reader.size(), $undefined, _depth + 1, message.load);
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.jobs = $root.subnetes.v1.ConsoleJobs.decode(reader, reader.size(), $undefined, _depth + 1, message.jobs);
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if (!(message.problems && message.problems.length))
                                message.problems = [];
                            message.problems.push($root.subnetes.v1.ConsoleProblem.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleProtocol;
        })();

        /**
         * ConsolePhase enum.
         * @name subnetes.v1.ConsolePhase
         * @enum {number}
         * @property {number} CONSOLE_PHASE_UNSPECIFIED=0 CONSOLE_PHASE_UNSPECIFIED value
         * @property {number} CONSOLE_PHASE_STARTING=1 CONSOLE_PHASE_STARTING value
         * @property {number} CONSOLE_PHASE_READY=2 CONSOLE_PHASE_READY value
         * @property {number} CONSOLE_PHASE_DEGRADED=3 CONSOLE_PHASE_DEGRADED value
         * @property {number} CONSOLE_PHASE_IDLE=4 CONSOLE_PHASE_IDLE value
         * @property {number} CONSOLE_PHASE_SUSPENDED=5 CONSOLE_PHASE_SUSPENDED value
         * @property {number} CONSOLE_PHASE_REFUSED=6 CONSOLE_PHASE_REFUSED value
         * @property {number} CONSOLE_PHASE_STOPPING=7 CONSOLE_PHASE_STOPPING value
         */
        v1.ConsolePhase = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CONSOLE_PHASE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "CONSOLE_PHASE_STARTING"] = 1;
            values[valuesById[2] = "CONSOLE_PHASE_READY"] = 2;
            values[valuesById[3] = "CONSOLE_PHASE_DEGRADED"] = 3;
            values[valuesById[4] = "CONSOLE_PHASE_IDLE"] = 4;
            values[valuesById[5] = "CONSOLE_PHASE_SUSPENDED"] = 5;
            values[valuesById[6] = "CONSOLE_PHASE_REFUSED"] = 6;
            values[valuesById[7] = "CONSOLE_PHASE_STOPPING"] = 7;
            return values;
        })();

        v1.ConsoleWorker = (function() {

            /**
             * Properties of a ConsoleWorker.
             * @typedef {Object} subnetes.v1.ConsoleWorker.$Properties
             * @property {string|null} [id] ConsoleWorker id
             * @property {subnetes.v1.ConsoleWorkerState|null} [state] ConsoleWorker state
             * @property {number|null} [slots] ConsoleWorker slots
             * @property {number|null} [activeCalls] ConsoleWorker activeCalls
             * @property {number|null} [activeJobs] ConsoleWorker activeJobs
             * @property {string|null} [node] ConsoleWorker node
             * @property {string|null} [message] ConsoleWorker message
             * @property {number|null} [restarts] ConsoleWorker restarts
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleWorker.
             * @memberof subnetes.v1
             * @interface IConsoleWorker
             * @augments subnetes.v1.ConsoleWorker.$Properties
             * @deprecated Use subnetes.v1.ConsoleWorker.$Properties instead.
             */

            /**
             * Shape of a ConsoleWorker.
             * @typedef {subnetes.v1.ConsoleWorker.$Properties} subnetes.v1.ConsoleWorker.$Shape
             */

            /**
             * Constructs a new ConsoleWorker.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleWorker.
             * @constructor
             * @param {subnetes.v1.ConsoleWorker.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleWorker = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsoleWorker id.
             * @member {string} id
             * @memberof subnetes.v1.ConsoleWorker
             * @instance
             */
            ConsoleWorker.prototype.id = "";

            /**
             * ConsoleWorker state.
             * @member {subnetes.v1.ConsoleWorkerState} state
             * @memberof subnetes.v1.ConsoleWorker
             * @instance
             */
            ConsoleWorker.prototype.state = 0;

            /**
             * ConsoleWorker slots.
             * @member {number} slots
             * @memberof subnetes.v1.ConsoleWorker
             * @instance
             */
            ConsoleWorker.prototype.slots = 0;

            /**
             * ConsoleWorker activeCalls.
             * @member {number} activeCalls
             * @memberof subnetes.v1.ConsoleWorker
             * @instance
             */
            ConsoleWorker.prototype.activeCalls = 0;

            /**
             * ConsoleWorker activeJobs.
             * @member {number} activeJobs
             * @memberof subnetes.v1.ConsoleWorker
             * @instance
             */
            ConsoleWorker.prototype.activeJobs = 0;

            /**
             * ConsoleWorker node.
             * @member {string} node
             * @memberof subnetes.v1.ConsoleWorker
             * @instance
             */
            ConsoleWorker.prototype.node = "";

            /**
             * ConsoleWorker message.
             * @member {string} message
             * @memberof subnetes.v1.ConsoleWorker
             * @instance
             */
            ConsoleWorker.prototype.message = "";

            /**
             * ConsoleWorker restarts.
             * @member {number} restarts
             * @memberof subnetes.v1.ConsoleWorker
             * @instance
             */
            ConsoleWorker.prototype.restarts = 0;

            /**
             * Creates a new ConsoleWorker instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleWorker
             * @static
             * @param {subnetes.v1.ConsoleWorker.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleWorker} ConsoleWorker instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleWorker.$Shape): subnetes.v1.ConsoleWorker & subnetes.v1.ConsoleWorker.$Shape;
             *   (properties?: subnetes.v1.ConsoleWorker.$Properties): subnetes.v1.ConsoleWorker;
             * }}
             */
            ConsoleWorker.create = function(properties) {
                return new ConsoleWorker(properties);
            };

            /**
             * Encodes the specified ConsoleWorker message. Does not implicitly {@link subnetes.v1.ConsoleWorker.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleWorker
             * @static
             * @param {subnetes.v1.ConsoleWorker.$Properties} message ConsoleWorker message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleWorker.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.state);
                if (message.slots != null && $Object.hasOwnProperty.call(message, "slots") && message.slots !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.slots);
                if (message.activeCalls != null && $Object.hasOwnProperty.call(message, "activeCalls") && message.activeCalls !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.activeCalls);
                if (message.activeJobs != null && $Object.hasOwnProperty.call(message, "activeJobs") && message.activeJobs !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.activeJobs);
                if (message.node != null && $Object.hasOwnProperty.call(message, "node") && message.node !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.node);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.message);
                if (message.restarts != null && $Object.hasOwnProperty.call(message, "restarts") && message.restarts !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.restarts);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleWorker message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleWorker
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleWorker & subnetes.v1.ConsoleWorker.$Shape} ConsoleWorker
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleWorker.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleWorker();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.slots = value;
                            else
                                delete message.slots;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.activeCalls = value;
                            else
                                delete message.activeCalls;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.activeJobs = value;
                            else
                                delete message.activeJobs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.node = value;
                            else
                                delete message.node;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.restarts = value;
                            else
                                delete message.restarts;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleWorker;
        })();

        /**
         * ConsoleWorkerState enum.
         * @name subnetes.v1.ConsoleWorkerState
         * @enum {number}
         * @property {number} CONSOLE_WORKER_STATE_UNSPECIFIED=0 CONSOLE_WORKER_STATE_UNSPECIFIED value
         * @property {number} CONSOLE_WORKER_STATE_STARTING=1 CONSOLE_WORKER_STATE_STARTING value
         * @property {number} CONSOLE_WORKER_STATE_READY=2 CONSOLE_WORKER_STATE_READY value
         * @property {number} CONSOLE_WORKER_STATE_DRAINING=3 CONSOLE_WORKER_STATE_DRAINING value
         * @property {number} CONSOLE_WORKER_STATE_DOWN=4 CONSOLE_WORKER_STATE_DOWN value
         */
        v1.ConsoleWorkerState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "CONSOLE_WORKER_STATE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "CONSOLE_WORKER_STATE_STARTING"] = 1;
            values[valuesById[2] = "CONSOLE_WORKER_STATE_READY"] = 2;
            values[valuesById[3] = "CONSOLE_WORKER_STATE_DRAINING"] = 3;
            values[valuesById[4] = "CONSOLE_WORKER_STATE_DOWN"] = 4;
            return values;
        })();

        v1.ConsoleScaling = (function() {

            /**
             * Properties of a ConsoleScaling.
             * @typedef {Object} subnetes.v1.ConsoleScaling.$Properties
             * @property {string|null} [mode] ConsoleScaling mode
             * @property {number|null} [desired] ConsoleScaling desired
             * @property {string|null} [reason] ConsoleScaling reason
             * @property {string|null} [words] ConsoleScaling words
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleScaling.
             * @memberof subnetes.v1
             * @interface IConsoleScaling
             * @augments subnetes.v1.ConsoleScaling.$Properties
             * @deprecated Use subnetes.v1.ConsoleScaling.$Properties instead.
             */

            /**
             * Shape of a ConsoleScaling.
             * @typedef {subnetes.v1.ConsoleScaling.$Properties} subnetes.v1.ConsoleScaling.$Shape
             */

            /**
             * Constructs a new ConsoleScaling.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleScaling.
             * @constructor
             * @param {subnetes.v1.ConsoleScaling.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleScaling = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsoleScaling mode.
             * @member {string} mode
             * @memberof subnetes.v1.ConsoleScaling
             * @instance
             */
            ConsoleScaling.prototype.mode = "";

            /**
             * ConsoleScaling desired.
             * @member {number} desired
             * @memberof subnetes.v1.ConsoleScaling
             * @instance
             */
            ConsoleScaling.prototype.desired = 0;

            /**
             * ConsoleScaling reason.
             * @member {string} reason
             * @memberof subnetes.v1.ConsoleScaling
             * @instance
             */
            ConsoleScaling.prototype.reason = "";

            /**
             * ConsoleScaling words.
             * @member {string} words
             * @memberof subnetes.v1.ConsoleScaling
             * @instance
             */
            ConsoleScaling.prototype.words = "";

            /**
             * Creates a new ConsoleScaling instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleScaling
             * @static
             * @param {subnetes.v1.ConsoleScaling.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleScaling} ConsoleScaling instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleScaling.$Shape): subnetes.v1.ConsoleScaling & subnetes.v1.ConsoleScaling.$Shape;
             *   (properties?: subnetes.v1.ConsoleScaling.$Properties): subnetes.v1.ConsoleScaling;
             * }}
             */
            ConsoleScaling.create = function(properties) {
                return new ConsoleScaling(properties);
            };

            /**
             * Encodes the specified ConsoleScaling message. Does not implicitly {@link subnetes.v1.ConsoleScaling.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleScaling
             * @static
             * @param {subnetes.v1.ConsoleScaling.$Properties} message ConsoleScaling message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleScaling.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.mode != null && $Object.hasOwnProperty.call(message, "mode") && message.mode !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.mode);
                if (message.desired != null && $Object.hasOwnProperty.call(message, "desired") && message.desired !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.desired);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.reason);
                if (message.words != null && $Object.hasOwnProperty.call(message, "words") && message.words !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.words);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleScaling message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleScaling
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleScaling & subnetes.v1.ConsoleScaling.$Shape} ConsoleScaling
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleScaling.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleScaling();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.mode = value;
                            else
                                delete message.mode;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.desired = value;
                            else
                                delete message.desired;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.words = value;
                            else
                                delete message.words;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleScaling;
        })();

        v1.ConsoleLoad = (function() {

            /**
             * Properties of a ConsoleLoad.
             * @typedef {Object} subnetes.v1.ConsoleLoad.$Properties
             * @property {number|null} [running] ConsoleLoad running
             * @property {number|null} [waiting] ConsoleLoad waiting
             * @property {number|null} [finished] ConsoleLoad finished
             * @property {number|null} [failed] ConsoleLoad failed
             * @property {number|null} [shed] ConsoleLoad shed
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleLoad.
             * @memberof subnetes.v1
             * @interface IConsoleLoad
             * @augments subnetes.v1.ConsoleLoad.$Properties
             * @deprecated Use subnetes.v1.ConsoleLoad.$Properties instead.
             */

            /**
             * Shape of a ConsoleLoad.
             * @typedef {subnetes.v1.ConsoleLoad.$Properties} subnetes.v1.ConsoleLoad.$Shape
             */

            /**
             * Constructs a new ConsoleLoad.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleLoad.
             * @constructor
             * @param {subnetes.v1.ConsoleLoad.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleLoad = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsoleLoad running.
             * @member {number} running
             * @memberof subnetes.v1.ConsoleLoad
             * @instance
             */
            ConsoleLoad.prototype.running = 0;

            /**
             * ConsoleLoad waiting.
             * @member {number} waiting
             * @memberof subnetes.v1.ConsoleLoad
             * @instance
             */
            ConsoleLoad.prototype.waiting = 0;

            /**
             * ConsoleLoad finished.
             * @member {number} finished
             * @memberof subnetes.v1.ConsoleLoad
             * @instance
             */
            ConsoleLoad.prototype.finished = 0;

            /**
             * ConsoleLoad failed.
             * @member {number} failed
             * @memberof subnetes.v1.ConsoleLoad
             * @instance
             */
            ConsoleLoad.prototype.failed = 0;

            /**
             * ConsoleLoad shed.
             * @member {number} shed
             * @memberof subnetes.v1.ConsoleLoad
             * @instance
             */
            ConsoleLoad.prototype.shed = 0;

            /**
             * Creates a new ConsoleLoad instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleLoad
             * @static
             * @param {subnetes.v1.ConsoleLoad.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleLoad} ConsoleLoad instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleLoad.$Shape): subnetes.v1.ConsoleLoad & subnetes.v1.ConsoleLoad.$Shape;
             *   (properties?: subnetes.v1.ConsoleLoad.$Properties): subnetes.v1.ConsoleLoad;
             * }}
             */
            ConsoleLoad.create = function(properties) {
                return new ConsoleLoad(properties);
            };

            /**
             * Encodes the specified ConsoleLoad message. Does not implicitly {@link subnetes.v1.ConsoleLoad.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleLoad
             * @static
             * @param {subnetes.v1.ConsoleLoad.$Properties} message ConsoleLoad message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleLoad.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.running != null && $Object.hasOwnProperty.call(message, "running") && message.running !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.running);
                if (message.waiting != null && $Object.hasOwnProperty.call(message, "waiting") && message.waiting !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.waiting);
                if (message.finished != null && $Object.hasOwnProperty.call(message, "finished") && (typeof message.finished === "object" ? message.finished.low || message.finished.high : message.finished !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.finished);
                if (message.failed != null && $Object.hasOwnProperty.call(message, "failed") && (typeof message.failed === "object" ? message.failed.low || message.failed.high : message.failed !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.failed);
                if (message.shed != null && $Object.hasOwnProperty.call(message, "shed") && (typeof message.shed === "object" ? message.shed.low || message.shed.high : message.shed !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.shed);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleLoad message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleLoad
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleLoad & subnetes.v1.ConsoleLoad.$Shape} ConsoleLoad
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleLoad.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleLoad();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.running = value;
                            else
                                delete message.running;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.waiting = value;
                            else
                                delete message.waiting;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.finished = value;
                            else
                                delete message.finished;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.failed = value;
                            else
                                delete message.failed;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.shed = value;
                            else
                                delete message.shed;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleLoad;
        })();

        v1.ConsoleJobs = (function() {

            /**
             * Properties of a ConsoleJobs.
             * @typedef {Object} subnetes.v1.ConsoleJobs.$Properties
             * @property {number|null} [waiting] ConsoleJobs waiting
             * @property {number|null} [running] ConsoleJobs running
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleJobs.
             * @memberof subnetes.v1
             * @interface IConsoleJobs
             * @augments subnetes.v1.ConsoleJobs.$Properties
             * @deprecated Use subnetes.v1.ConsoleJobs.$Properties instead.
             */

            /**
             * Shape of a ConsoleJobs.
             * @typedef {subnetes.v1.ConsoleJobs.$Properties} subnetes.v1.ConsoleJobs.$Shape
             */

            /**
             * Constructs a new ConsoleJobs.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleJobs.
             * @constructor
             * @param {subnetes.v1.ConsoleJobs.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleJobs = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsoleJobs waiting.
             * @member {number} waiting
             * @memberof subnetes.v1.ConsoleJobs
             * @instance
             */
            ConsoleJobs.prototype.waiting = 0;

            /**
             * ConsoleJobs running.
             * @member {number} running
             * @memberof subnetes.v1.ConsoleJobs
             * @instance
             */
            ConsoleJobs.prototype.running = 0;

            /**
             * Creates a new ConsoleJobs instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleJobs
             * @static
             * @param {subnetes.v1.ConsoleJobs.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleJobs} ConsoleJobs instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleJobs.$Shape): subnetes.v1.ConsoleJobs & subnetes.v1.ConsoleJobs.$Shape;
             *   (properties?: subnetes.v1.ConsoleJobs.$Properties): subnetes.v1.ConsoleJobs;
             * }}
             */
            ConsoleJobs.create = function(properties) {
                return new ConsoleJobs(properties);
            };

            /**
             * Encodes the specified ConsoleJobs message. Does not implicitly {@link subnetes.v1.ConsoleJobs.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleJobs
             * @static
             * @param {subnetes.v1.ConsoleJobs.$Properties} message ConsoleJobs message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleJobs.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.waiting != null && $Object.hasOwnProperty.call(message, "waiting") && message.waiting !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.waiting);
                if (message.running != null && $Object.hasOwnProperty.call(message, "running") && message.running !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.running);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleJobs message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleJobs
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleJobs & subnetes.v1.ConsoleJobs.$Shape} ConsoleJobs
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleJobs.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleJobs();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.waiting = value;
                            else
                                delete message.waiting;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.running = value;
                            else
                                delete message.running;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleJobs;
        })();

        v1.ConsoleGateway = (function() {

            /**
             * Properties of a ConsoleGateway.
             * @typedef {Object} subnetes.v1.ConsoleGateway.$Properties
             * @property {string|null} [id] ConsoleGateway id
             * @property {boolean|null} [connected] ConsoleGateway connected
             * @property {string|null} [peerId] ConsoleGateway peerId
             * @property {Array.<string>|null} [multiaddrs] ConsoleGateway multiaddrs
             * @property {string|null} [version] ConsoleGateway version
             * @property {number|null} [sinceMs] ConsoleGateway sinceMs
             * @property {boolean|null} [counted] ConsoleGateway counted
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleGateway.
             * @memberof subnetes.v1
             * @interface IConsoleGateway
             * @augments subnetes.v1.ConsoleGateway.$Properties
             * @deprecated Use subnetes.v1.ConsoleGateway.$Properties instead.
             */

            /**
             * Shape of a ConsoleGateway.
             * @typedef {subnetes.v1.ConsoleGateway.$Properties} subnetes.v1.ConsoleGateway.$Shape
             */

            /**
             * Constructs a new ConsoleGateway.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleGateway.
             * @constructor
             * @param {subnetes.v1.ConsoleGateway.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleGateway = function (properties) {
                this.multiaddrs = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsoleGateway id.
             * @member {string} id
             * @memberof subnetes.v1.ConsoleGateway
             * @instance
             */
            ConsoleGateway.prototype.id = "";

            /**
             * ConsoleGateway connected.
             * @member {boolean} connected
             * @memberof subnetes.v1.ConsoleGateway
             * @instance
             */
            ConsoleGateway.prototype.connected = false;

            /**
             * ConsoleGateway peerId.
             * @member {string} peerId
             * @memberof subnetes.v1.ConsoleGateway
             * @instance
             */
            ConsoleGateway.prototype.peerId = "";

            /**
             * ConsoleGateway multiaddrs.
             * @member {Array.<string>} multiaddrs
             * @memberof subnetes.v1.ConsoleGateway
             * @instance
             */
            ConsoleGateway.prototype.multiaddrs = $util.emptyArray;

            /**
             * ConsoleGateway version.
             * @member {string} version
             * @memberof subnetes.v1.ConsoleGateway
             * @instance
             */
            ConsoleGateway.prototype.version = "";

            /**
             * ConsoleGateway sinceMs.
             * @member {number} sinceMs
             * @memberof subnetes.v1.ConsoleGateway
             * @instance
             */
            ConsoleGateway.prototype.sinceMs = 0;

            /**
             * ConsoleGateway counted.
             * @member {boolean} counted
             * @memberof subnetes.v1.ConsoleGateway
             * @instance
             */
            ConsoleGateway.prototype.counted = false;

            /**
             * Creates a new ConsoleGateway instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleGateway
             * @static
             * @param {subnetes.v1.ConsoleGateway.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleGateway} ConsoleGateway instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleGateway.$Shape): subnetes.v1.ConsoleGateway & subnetes.v1.ConsoleGateway.$Shape;
             *   (properties?: subnetes.v1.ConsoleGateway.$Properties): subnetes.v1.ConsoleGateway;
             * }}
             */
            ConsoleGateway.create = function(properties) {
                return new ConsoleGateway(properties);
            };

            /**
             * Encodes the specified ConsoleGateway message. Does not implicitly {@link subnetes.v1.ConsoleGateway.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleGateway
             * @static
             * @param {subnetes.v1.ConsoleGateway.$Properties} message ConsoleGateway message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleGateway.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.connected != null && $Object.hasOwnProperty.call(message, "connected") && message.connected !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.connected);
                if (message.peerId != null && $Object.hasOwnProperty.call(message, "peerId") && message.peerId !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.peerId);
                if (message.multiaddrs != null && message.multiaddrs.length)
                    for (let i = 0; i < message.multiaddrs.length; ++i)
                        writer.uint32(/* id 4, wireType 2 =*/34).string(message.multiaddrs[i]);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.version);
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs") && (typeof message.sinceMs === "object" ? message.sinceMs.low || message.sinceMs.high : message.sinceMs !== 0))
                    writer.uint32(/* id 6, wireType 0 =*/48).uint64(message.sinceMs);
                if (message.counted != null && $Object.hasOwnProperty.call(message, "counted") && message.counted !== false)
                    writer.uint32(/* id 7, wireType 0 =*/56).bool(message.counted);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleGateway message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleGateway
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleGateway & subnetes.v1.ConsoleGateway.$Shape} ConsoleGateway
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleGateway.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleGateway();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.connected = value;
                            else
                                delete message.connected;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.peerId = value;
                            else
                                delete message.peerId;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.multiaddrs && message.multiaddrs.length))
                                message.multiaddrs = [];
                            message.multiaddrs.push(reader.stringVerify());
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.sinceMs = value;
                            else
                                delete message.sinceMs;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.counted = value;
                            else
                                delete message.counted;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleGateway;
        })();

        v1.ConsoleProblem = (function() {

            /**
             * Properties of a ConsoleProblem.
             * @typedef {Object} subnetes.v1.ConsoleProblem.$Properties
             * @property {string|null} [reason] ConsoleProblem reason
             * @property {string|null} [message] ConsoleProblem message
             * @property {number|null} [sinceMs] ConsoleProblem sinceMs
             * @property {boolean|null} [limiting] ConsoleProblem limiting
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ConsoleProblem.
             * @memberof subnetes.v1
             * @interface IConsoleProblem
             * @augments subnetes.v1.ConsoleProblem.$Properties
             * @deprecated Use subnetes.v1.ConsoleProblem.$Properties instead.
             */

            /**
             * Shape of a ConsoleProblem.
             * @typedef {subnetes.v1.ConsoleProblem.$Properties} subnetes.v1.ConsoleProblem.$Shape
             */

            /**
             * Constructs a new ConsoleProblem.
             * @memberof subnetes.v1
             * @classdesc Represents a ConsoleProblem.
             * @constructor
             * @param {subnetes.v1.ConsoleProblem.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ConsoleProblem = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ConsoleProblem reason.
             * @member {string} reason
             * @memberof subnetes.v1.ConsoleProblem
             * @instance
             */
            ConsoleProblem.prototype.reason = "";

            /**
             * ConsoleProblem message.
             * @member {string} message
             * @memberof subnetes.v1.ConsoleProblem
             * @instance
             */
            ConsoleProblem.prototype.message = "";

            /**
             * ConsoleProblem sinceMs.
             * @member {number} sinceMs
             * @memberof subnetes.v1.ConsoleProblem
             * @instance
             */
            ConsoleProblem.prototype.sinceMs = 0;

            /**
             * ConsoleProblem limiting.
             * @member {boolean} limiting
             * @memberof subnetes.v1.ConsoleProblem
             * @instance
             */
            ConsoleProblem.prototype.limiting = false;

            /**
             * Creates a new ConsoleProblem instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ConsoleProblem
             * @static
             * @param {subnetes.v1.ConsoleProblem.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ConsoleProblem} ConsoleProblem instance
             * @type {{
             *   (properties: subnetes.v1.ConsoleProblem.$Shape): subnetes.v1.ConsoleProblem & subnetes.v1.ConsoleProblem.$Shape;
             *   (properties?: subnetes.v1.ConsoleProblem.$Properties): subnetes.v1.ConsoleProblem;
             * }}
             */
            ConsoleProblem.create = function(properties) {
                return new ConsoleProblem(properties);
            };

            /**
             * Encodes the specified ConsoleProblem message. Does not implicitly {@link subnetes.v1.ConsoleProblem.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ConsoleProblem
             * @static
             * @param {subnetes.v1.ConsoleProblem.$Properties} message ConsoleProblem message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ConsoleProblem.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.reason);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                if (message.sinceMs != null && $Object.hasOwnProperty.call(message, "sinceMs") && (typeof message.sinceMs === "object" ? message.sinceMs.low || message.sinceMs.high : message.sinceMs !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.sinceMs);
                if (message.limiting != null && $Object.hasOwnProperty.call(message, "limiting") && message.limiting !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.limiting);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ConsoleProblem message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ConsoleProblem
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ConsoleProblem & subnetes.v1.ConsoleProblem.$Shape} ConsoleProblem
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ConsoleProblem.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ConsoleProblem();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.sinceMs = value;
                            else
                                delete message.sinceMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.limiting = value;
                            else
                                delete message.limiting;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ConsoleProblem;
        })();

        v1.Control = (function() {

            /**
             * Constructs a new Control service.
             * @memberof subnetes.v1
             * @classdesc Represents a Control
             * @extends $protobuf.rpc.Service
             * @constructor
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             */
            const Control = function(rpcImpl, requestDelimited, responseDelimited) {
                $protobuf.rpc.Service.call(this, rpcImpl, requestDelimited, responseDelimited);
            };

            $Object.defineProperty(Control.prototype = $Object.create($protobuf.rpc.Service.prototype), "constructor", { value: Control, writable: true, enumerable: false, configurable: true });

            /**
             * Creates new Control service using the specified rpc implementation.
             * @function create
             * @memberof subnetes.v1.Control
             * @static
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             * @returns {Control} RPC service. Useful where requests and/or responses are streamed.
             */
            Control.create = function(rpcImpl, requestDelimited, responseDelimited) {
                return new this(rpcImpl, requestDelimited, responseDelimited);
            };

            /**
             * Callback as used by {@link subnetes.v1.Control#connect}.
             * @memberof subnetes.v1.Control
             * @typedef ConnectCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.OperatorMessage} [response] OperatorMessage
             */

            /**
             * Calls Connect.
             * @memberof subnetes.v1.Control
             * @typedef Connect
             * @type {{
             *   (request: subnetes.v1.IGatewayMessage, callback: subnetes.v1.Control.ConnectCallback): void;
             *   (request: subnetes.v1.IGatewayMessage): Promise<subnetes.v1.OperatorMessage>;
             *   readonly name: "Connect";
             *   readonly path: "/subnetes.v1.Control/Connect";
             *   readonly requestType: "GatewayMessage";
             *   readonly responseType: "OperatorMessage";
             *   readonly requestStream: true;
             *   readonly responseStream: true;
             * }}
             */

            /**
             * Calls Connect.
             * @name subnetes.v1.Control#connect
             * @type {subnetes.v1.Control.Connect}
             */
            $Object.defineProperties(Control.prototype.connect = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, Control.prototype.connect, $root.subnetes.v1.GatewayMessage, $root.subnetes.v1.OperatorMessage, request, callback);
            }, {
                name: { value: "Connect" },
                path: { value: "/subnetes.v1.Control/Connect" },
                requestType: { value: "GatewayMessage" },
                responseType: { value: "OperatorMessage" },
                requestStream: { value: true },
                responseStream: { value: true }
            });

            return Control;
        })();

        v1.GatewayMessage = (function() {

            /**
             * Properties of a GatewayMessage.
             * @typedef {Object} subnetes.v1.GatewayMessage.$Properties
             * @property {subnetes.v1.Hello.$Properties|null} [hello] GatewayMessage hello
             * @property {subnetes.v1.LoadReport.$Properties|null} [report] GatewayMessage report
             * @property {subnetes.v1.Activate.$Properties|null} [activate] GatewayMessage activate
             * @property {subnetes.v1.HoldAck.$Properties|null} [holdAck] GatewayMessage holdAck
             * @property {subnetes.v1.ProtocolState.$Properties|null} [state] GatewayMessage state
             * @property {"hello"|"report"|"activate"|"holdAck"|"state"} [kind] GatewayMessage kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a GatewayMessage.
             * @memberof subnetes.v1
             * @interface IGatewayMessage
             * @augments subnetes.v1.GatewayMessage.$Properties
             * @deprecated Use subnetes.v1.GatewayMessage.$Properties instead.
             */

            /**
             * Narrowed shape of a GatewayMessage.
             * @typedef {{
             *   hello?: subnetes.v1.Hello.$Shape|null;
             *   report?: subnetes.v1.LoadReport.$Shape|null;
             *   activate?: subnetes.v1.Activate.$Shape|null;
             *   holdAck?: subnetes.v1.HoldAck.$Shape|null;
             *   state?: subnetes.v1.ProtocolState.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; hello?: null; report?: null; activate?: null; holdAck?: null; state?: null }|{ kind?: "hello"; hello: subnetes.v1.Hello.$Shape; report?: null; activate?: null; holdAck?: null; state?: null }|{ kind?: "report"; hello?: null; report: subnetes.v1.LoadReport.$Shape; activate?: null; holdAck?: null; state?: null }|{ kind?: "activate"; hello?: null; report?: null; activate: subnetes.v1.Activate.$Shape; holdAck?: null; state?: null }|{ kind?: "holdAck"; hello?: null; report?: null; activate?: null; holdAck: subnetes.v1.HoldAck.$Shape; state?: null }|{ kind?: "state"; hello?: null; report?: null; activate?: null; holdAck?: null; state: subnetes.v1.ProtocolState.$Shape })
             * )} subnetes.v1.GatewayMessage.$Shape
             */

            /**
             * Constructs a new GatewayMessage.
             * @memberof subnetes.v1
             * @classdesc Represents a GatewayMessage.
             * @constructor
             * @param {subnetes.v1.GatewayMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const GatewayMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * GatewayMessage hello.
             * @member {subnetes.v1.Hello.$Properties|null|undefined} hello
             * @memberof subnetes.v1.GatewayMessage
             * @instance
             */
            GatewayMessage.prototype.hello = null;

            /**
             * GatewayMessage report.
             * @member {subnetes.v1.LoadReport.$Properties|null|undefined} report
             * @memberof subnetes.v1.GatewayMessage
             * @instance
             */
            GatewayMessage.prototype.report = null;

            /**
             * GatewayMessage activate.
             * @member {subnetes.v1.Activate.$Properties|null|undefined} activate
             * @memberof subnetes.v1.GatewayMessage
             * @instance
             */
            GatewayMessage.prototype.activate = null;

            /**
             * GatewayMessage holdAck.
             * @member {subnetes.v1.HoldAck.$Properties|null|undefined} holdAck
             * @memberof subnetes.v1.GatewayMessage
             * @instance
             */
            GatewayMessage.prototype.holdAck = null;

            /**
             * GatewayMessage state.
             * @member {subnetes.v1.ProtocolState.$Properties|null|undefined} state
             * @memberof subnetes.v1.GatewayMessage
             * @instance
             */
            GatewayMessage.prototype.state = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * GatewayMessage kind.
             * @member {"hello"|"report"|"activate"|"holdAck"|"state"|undefined} kind
             * @memberof subnetes.v1.GatewayMessage
             * @instance
             */
            $Object.defineProperty(GatewayMessage.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "report", "activate", "holdAck", "state"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new GatewayMessage instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.GatewayMessage
             * @static
             * @param {subnetes.v1.GatewayMessage.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.GatewayMessage} GatewayMessage instance
             * @type {{
             *   (properties: subnetes.v1.GatewayMessage.$Shape): subnetes.v1.GatewayMessage & subnetes.v1.GatewayMessage.$Shape;
             *   (properties?: subnetes.v1.GatewayMessage.$Properties): subnetes.v1.GatewayMessage;
             * }}
             */
            GatewayMessage.create = function(properties) {
                return new GatewayMessage(properties);
            };

            /**
             * Encodes the specified GatewayMessage message. Does not implicitly {@link subnetes.v1.GatewayMessage.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.GatewayMessage
             * @static
             * @param {subnetes.v1.GatewayMessage.$Properties} message GatewayMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            GatewayMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.subnetes.v1.Hello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.report != null && $Object.hasOwnProperty.call(message, "report"))
                    $root.subnetes.v1.LoadReport.encode(message.report, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.activate != null && $Object.hasOwnProperty.call(message, "activate"))
                    $root.subnetes.v1.Activate.encode(message.activate, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.holdAck != null && $Object.hasOwnProperty.call(message, "holdAck"))
                    $root.subnetes.v1.HoldAck.encode(message.holdAck, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.state != null && $Object.hasOwnProperty.call(message, "state"))
                    $root.subnetes.v1.ProtocolState.encode(message.state, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a GatewayMessage message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.GatewayMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.GatewayMessage & subnetes.v1.GatewayMessage.$Shape} GatewayMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            GatewayMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.GatewayMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.subnetes.v1.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.kind = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.report = $root.subnetes.v1.LoadReport.decode(reader, reader.size(), $undefined, _depth + 1, message.report);
                            message.kind = "report";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.activate = $root.subnetes.v1.Activate.decode(reader, reader.size(), $undefined, _depth + 1, message.activate);
                            message.kind = "activate";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.holdAck = $root.subnetes.v1.HoldAck.decode(reader, reader.size(), $undefined, _depth + 1, message.holdAck);
                            message.kind = "holdAck";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.state = $root.subnetes.v1.ProtocolState.decode(reader, reader.size(), $undefined, _depth + 1, message.state);
                            message.kind = "state";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return GatewayMessage;
        })();

        v1.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} subnetes.v1.Hello.$Properties
             * @property {string|null} [peerId] Hello peerId
             * @property {Array.<string>|null} [multiaddrs] Hello multiaddrs
             * @property {number|null} [ordinal] Hello ordinal
             * @property {string|null} [version] Hello version
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof subnetes.v1
             * @interface IHello
             * @augments subnetes.v1.Hello.$Properties
             * @deprecated Use subnetes.v1.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {subnetes.v1.Hello.$Properties} subnetes.v1.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof subnetes.v1
             * @classdesc Represents a Hello.
             * @constructor
             * @param {subnetes.v1.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                this.multiaddrs = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello peerId.
             * @member {string} peerId
             * @memberof subnetes.v1.Hello
             * @instance
             */
            Hello.prototype.peerId = "";

            /**
             * Hello multiaddrs.
             * @member {Array.<string>} multiaddrs
             * @memberof subnetes.v1.Hello
             * @instance
             */
            Hello.prototype.multiaddrs = $util.emptyArray;

            /**
             * Hello ordinal.
             * @member {number} ordinal
             * @memberof subnetes.v1.Hello
             * @instance
             */
            Hello.prototype.ordinal = 0;

            /**
             * Hello version.
             * @member {string} version
             * @memberof subnetes.v1.Hello
             * @instance
             */
            Hello.prototype.version = "";

            /**
             * Creates a new Hello instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.Hello
             * @static
             * @param {subnetes.v1.Hello.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.Hello} Hello instance
             * @type {{
             *   (properties: subnetes.v1.Hello.$Shape): subnetes.v1.Hello & subnetes.v1.Hello.$Shape;
             *   (properties?: subnetes.v1.Hello.$Properties): subnetes.v1.Hello;
             * }}
             */
            Hello.create = function(properties) {
                return new Hello(properties);
            };

            /**
             * Encodes the specified Hello message. Does not implicitly {@link subnetes.v1.Hello.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.Hello
             * @static
             * @param {subnetes.v1.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.peerId != null && $Object.hasOwnProperty.call(message, "peerId") && message.peerId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.peerId);
                if (message.multiaddrs != null && message.multiaddrs.length)
                    for (let i = 0; i < message.multiaddrs.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.multiaddrs[i]);
                if (message.ordinal != null && $Object.hasOwnProperty.call(message, "ordinal") && message.ordinal !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.ordinal);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.Hello & subnetes.v1.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.peerId = value;
                            else
                                delete message.peerId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.multiaddrs && message.multiaddrs.length))
                                message.multiaddrs = [];
                            message.multiaddrs.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.ordinal = value;
                            else
                                delete message.ordinal;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Hello;
        })();

        v1.LoadReport = (function() {

            /**
             * Properties of a LoadReport.
             * @typedef {Object} subnetes.v1.LoadReport.$Properties
             * @property {Array.<subnetes.v1.ProtocolLoad.$Properties>|null} [protocols] LoadReport protocols
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a LoadReport.
             * @memberof subnetes.v1
             * @interface ILoadReport
             * @augments subnetes.v1.LoadReport.$Properties
             * @deprecated Use subnetes.v1.LoadReport.$Properties instead.
             */

            /**
             * Shape of a LoadReport.
             * @typedef {subnetes.v1.LoadReport.$Properties} subnetes.v1.LoadReport.$Shape
             */

            /**
             * Constructs a new LoadReport.
             * @memberof subnetes.v1
             * @classdesc Represents a LoadReport.
             * @constructor
             * @param {subnetes.v1.LoadReport.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const LoadReport = function (properties) {
                this.protocols = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * LoadReport protocols.
             * @member {Array.<subnetes.v1.ProtocolLoad.$Properties>} protocols
             * @memberof subnetes.v1.LoadReport
             * @instance
             */
            LoadReport.prototype.protocols = $util.emptyArray;

            /**
             * Creates a new LoadReport instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.LoadReport
             * @static
             * @param {subnetes.v1.LoadReport.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.LoadReport} LoadReport instance
             * @type {{
             *   (properties: subnetes.v1.LoadReport.$Shape): subnetes.v1.LoadReport & subnetes.v1.LoadReport.$Shape;
             *   (properties?: subnetes.v1.LoadReport.$Properties): subnetes.v1.LoadReport;
             * }}
             */
            LoadReport.create = function(properties) {
                return new LoadReport(properties);
            };

            /**
             * Encodes the specified LoadReport message. Does not implicitly {@link subnetes.v1.LoadReport.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.LoadReport
             * @static
             * @param {subnetes.v1.LoadReport.$Properties} message LoadReport message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            LoadReport.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocols != null && message.protocols.length)
                    for (let i = 0; i < message.protocols.length; ++i)
                        $root.subnetes.v1.ProtocolLoad.encode(message.protocols[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a LoadReport message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.LoadReport
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.LoadReport & subnetes.v1.LoadReport.$Shape} LoadReport
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            LoadReport.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.LoadReport();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.protocols && message.protocols.length))
                                message.protocols = [];
                            message.protocols.push($root.subnetes.v1.ProtocolLoad.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return LoadReport;
        })();

        v1.ProtocolLoad = (function() {

            /**
             * Properties of a ProtocolLoad.
             * @typedef {Object} subnetes.v1.ProtocolLoad.$Properties
             * @property {string|null} [protocol] ProtocolLoad protocol
             * @property {number|null} [interactive] ProtocolLoad interactive
             * @property {number|null} [held] ProtocolLoad held
             * @property {number|null} [callsArrived] ProtocolLoad callsArrived
             * @property {number|null} [callsFinished] ProtocolLoad callsFinished
             * @property {number|null} [callsFinishedSeconds] ProtocolLoad callsFinishedSeconds
             * @property {number|null} [callsAgeSeconds] ProtocolLoad callsAgeSeconds
             * @property {number|null} [callsFailed] ProtocolLoad callsFailed
             * @property {number|null} [callsShed] ProtocolLoad callsShed
             * @property {number|null} [jobsWaiting] ProtocolLoad jobsWaiting
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ProtocolLoad.
             * @memberof subnetes.v1
             * @interface IProtocolLoad
             * @augments subnetes.v1.ProtocolLoad.$Properties
             * @deprecated Use subnetes.v1.ProtocolLoad.$Properties instead.
             */

            /**
             * Shape of a ProtocolLoad.
             * @typedef {subnetes.v1.ProtocolLoad.$Properties} subnetes.v1.ProtocolLoad.$Shape
             */

            /**
             * Constructs a new ProtocolLoad.
             * @memberof subnetes.v1
             * @classdesc Represents a ProtocolLoad.
             * @constructor
             * @param {subnetes.v1.ProtocolLoad.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ProtocolLoad = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ProtocolLoad protocol.
             * @member {string} protocol
             * @memberof subnetes.v1.ProtocolLoad
             * @instance
             */
            ProtocolLoad.prototype.protocol = "";

            /**
             * ProtocolLoad interactive.
             * @member {number} interactive
             * @memberof subnetes.v1.ProtocolLoad
             * @instance
             */
            ProtocolLoad.prototype.interactive = 0;

            /**
             * ProtocolLoad held.
             * @member {number} held
             * @memberof subnetes.v1.ProtocolLoad
             * @instance
             */
            ProtocolLoad.prototype.held = 0;

            /**
             * ProtocolLoad callsArrived.
             * @member {number} callsArrived
             * @memberof subnetes.v1.ProtocolLoad
             * @instance
             */
            ProtocolLoad.prototype.callsArrived = 0;

            /**
             * ProtocolLoad callsFinished.
             * @member {number} callsFinished
             * @memberof subnetes.v1.ProtocolLoad
             * @instance
             */
            ProtocolLoad.prototype.callsFinished = 0;

            /**
             * ProtocolLoad callsFinishedSeconds.
             * @member {number} callsFinishedSeconds
             * @memberof subnetes.v1.ProtocolLoad
             * @instance
             */
            ProtocolLoad.prototype.callsFinishedSeconds = 0;

            /**
             * ProtocolLoad callsAgeSeconds.
             * @member {number} callsAgeSeconds
             * @memberof subnetes.v1.ProtocolLoad
             * @instance
             */
            ProtocolLoad.prototype.callsAgeSeconds = 0;

            /**
             * ProtocolLoad callsFailed.
             * @member {number} callsFailed
             * @memberof subnetes.v1.ProtocolLoad
             * @instance
             */
            ProtocolLoad.prototype.callsFailed = 0;

            /**
             * ProtocolLoad callsShed.
             * @member {number} callsShed
             * @memberof subnetes.v1.ProtocolLoad
             * @instance
             */
            ProtocolLoad.prototype.callsShed = 0;

            /**
             * ProtocolLoad jobsWaiting.
             * @member {number} jobsWaiting
             * @memberof subnetes.v1.ProtocolLoad
             * @instance
             */
            ProtocolLoad.prototype.jobsWaiting = 0;

            /**
             * Creates a new ProtocolLoad instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ProtocolLoad
             * @static
             * @param {subnetes.v1.ProtocolLoad.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ProtocolLoad} ProtocolLoad instance
             * @type {{
             *   (properties: subnetes.v1.ProtocolLoad.$Shape): subnetes.v1.ProtocolLoad & subnetes.v1.ProtocolLoad.$Shape;
             *   (properties?: subnetes.v1.ProtocolLoad.$Properties): subnetes.v1.ProtocolLoad;
             * }}
             */
            ProtocolLoad.create = function(properties) {
                return new ProtocolLoad(properties);
            };

            /**
             * Encodes the specified ProtocolLoad message. Does not implicitly {@link subnetes.v1.ProtocolLoad.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ProtocolLoad
             * @static
             * @param {subnetes.v1.ProtocolLoad.$Properties} message ProtocolLoad message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ProtocolLoad.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.protocol);
                if (message.interactive != null && $Object.hasOwnProperty.call(message, "interactive") && message.interactive !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.interactive);
                if (message.held != null && $Object.hasOwnProperty.call(message, "held") && message.held !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.held);
                if (message.callsArrived != null && $Object.hasOwnProperty.call(message, "callsArrived") && (typeof message.callsArrived === "object" ? message.callsArrived.low || message.callsArrived.high : message.callsArrived !== 0))
                    writer.uint32(/* id 4, wireType 0 =*/32).uint64(message.callsArrived);
                if (message.callsFinished != null && $Object.hasOwnProperty.call(message, "callsFinished") && (typeof message.callsFinished === "object" ? message.callsFinished.low || message.callsFinished.high : message.callsFinished !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.callsFinished);
                if (message.callsFinishedSeconds != null && $Object.hasOwnProperty.call(message, "callsFinishedSeconds") && !$Object.is(message.callsFinishedSeconds, 0))
                    writer.uint32(/* id 6, wireType 1 =*/49).double(message.callsFinishedSeconds);
                if (message.callsAgeSeconds != null && $Object.hasOwnProperty.call(message, "callsAgeSeconds") && !$Object.is(message.callsAgeSeconds, 0))
                    writer.uint32(/* id 7, wireType 1 =*/57).double(message.callsAgeSeconds);
                if (message.callsFailed != null && $Object.hasOwnProperty.call(message, "callsFailed") && (typeof message.callsFailed === "object" ? message.callsFailed.low || message.callsFailed.high : message.callsFailed !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.callsFailed);
                if (message.callsShed != null && $Object.hasOwnProperty.call(message, "callsShed") && (typeof message.callsShed === "object" ? message.callsShed.low || message.callsShed.high : message.callsShed !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.callsShed);
                if (message.jobsWaiting != null && $Object.hasOwnProperty.call(message, "jobsWaiting") && message.jobsWaiting !== 0)
                    writer.uint32(/* id 10, wireType 0 =*/80).uint32(message.jobsWaiting);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ProtocolLoad message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ProtocolLoad
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ProtocolLoad & subnetes.v1.ProtocolLoad.$Shape} ProtocolLoad
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ProtocolLoad.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ProtocolLoad();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.interactive = value;
                            else
                                delete message.interactive;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.held = value;
                            else
                                delete message.held;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.callsArrived = value;
                            else
                                delete message.callsArrived;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.callsFinished = value;
                            else
                                delete message.callsFinished;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.callsFinishedSeconds = value;
                            else
                                delete message.callsFinishedSeconds;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.callsAgeSeconds = value;
                            else
                                delete message.callsAgeSeconds;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.callsFailed = value;
                            else
                                delete message.callsFailed;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.callsShed = value;
                            else
                                delete message.callsShed;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.jobsWaiting = value;
                            else
                                delete message.jobsWaiting;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ProtocolLoad;
        })();

        v1.Activate = (function() {

            /**
             * Properties of an Activate.
             * @typedef {Object} subnetes.v1.Activate.$Properties
             * @property {string|null} [protocol] Activate protocol
             * @property {number|null} [held] Activate held
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Activate.
             * @memberof subnetes.v1
             * @interface IActivate
             * @augments subnetes.v1.Activate.$Properties
             * @deprecated Use subnetes.v1.Activate.$Properties instead.
             */

            /**
             * Shape of an Activate.
             * @typedef {subnetes.v1.Activate.$Properties} subnetes.v1.Activate.$Shape
             */

            /**
             * Constructs a new Activate.
             * @memberof subnetes.v1
             * @classdesc Represents an Activate.
             * @constructor
             * @param {subnetes.v1.Activate.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Activate = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Activate protocol.
             * @member {string} protocol
             * @memberof subnetes.v1.Activate
             * @instance
             */
            Activate.prototype.protocol = "";

            /**
             * Activate held.
             * @member {number} held
             * @memberof subnetes.v1.Activate
             * @instance
             */
            Activate.prototype.held = 0;

            /**
             * Creates a new Activate instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.Activate
             * @static
             * @param {subnetes.v1.Activate.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.Activate} Activate instance
             * @type {{
             *   (properties: subnetes.v1.Activate.$Shape): subnetes.v1.Activate & subnetes.v1.Activate.$Shape;
             *   (properties?: subnetes.v1.Activate.$Properties): subnetes.v1.Activate;
             * }}
             */
            Activate.create = function(properties) {
                return new Activate(properties);
            };

            /**
             * Encodes the specified Activate message. Does not implicitly {@link subnetes.v1.Activate.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.Activate
             * @static
             * @param {subnetes.v1.Activate.$Properties} message Activate message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Activate.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.protocol);
                if (message.held != null && $Object.hasOwnProperty.call(message, "held") && message.held !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.held);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Activate message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.Activate
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.Activate & subnetes.v1.Activate.$Shape} Activate
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Activate.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.Activate();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.held = value;
                            else
                                delete message.held;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Activate;
        })();

        v1.HoldAck = (function() {

            /**
             * Properties of a HoldAck.
             * @typedef {Object} subnetes.v1.HoldAck.$Properties
             * @property {string|null} [protocol] HoldAck protocol
             * @property {number|null} [epoch] HoldAck epoch
             * @property {boolean|null} [accepted] HoldAck accepted
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HoldAck.
             * @memberof subnetes.v1
             * @interface IHoldAck
             * @augments subnetes.v1.HoldAck.$Properties
             * @deprecated Use subnetes.v1.HoldAck.$Properties instead.
             */

            /**
             * Shape of a HoldAck.
             * @typedef {subnetes.v1.HoldAck.$Properties} subnetes.v1.HoldAck.$Shape
             */

            /**
             * Constructs a new HoldAck.
             * @memberof subnetes.v1
             * @classdesc Represents a HoldAck.
             * @constructor
             * @param {subnetes.v1.HoldAck.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HoldAck = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HoldAck protocol.
             * @member {string} protocol
             * @memberof subnetes.v1.HoldAck
             * @instance
             */
            HoldAck.prototype.protocol = "";

            /**
             * HoldAck epoch.
             * @member {number} epoch
             * @memberof subnetes.v1.HoldAck
             * @instance
             */
            HoldAck.prototype.epoch = 0;

            /**
             * HoldAck accepted.
             * @member {boolean} accepted
             * @memberof subnetes.v1.HoldAck
             * @instance
             */
            HoldAck.prototype.accepted = false;

            /**
             * Creates a new HoldAck instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.HoldAck
             * @static
             * @param {subnetes.v1.HoldAck.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.HoldAck} HoldAck instance
             * @type {{
             *   (properties: subnetes.v1.HoldAck.$Shape): subnetes.v1.HoldAck & subnetes.v1.HoldAck.$Shape;
             *   (properties?: subnetes.v1.HoldAck.$Properties): subnetes.v1.HoldAck;
             * }}
             */
            HoldAck.create = function(properties) {
                return new HoldAck(properties);
            };

            /**
             * Encodes the specified HoldAck message. Does not implicitly {@link subnetes.v1.HoldAck.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.HoldAck
             * @static
             * @param {subnetes.v1.HoldAck.$Properties} message HoldAck message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HoldAck.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.protocol);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.epoch);
                if (message.accepted != null && $Object.hasOwnProperty.call(message, "accepted") && message.accepted !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.accepted);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a HoldAck message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.HoldAck
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.HoldAck & subnetes.v1.HoldAck.$Shape} HoldAck
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HoldAck.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.HoldAck();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.accepted = value;
                            else
                                delete message.accepted;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HoldAck;
        })();

        v1.ProtocolState = (function() {

            /**
             * Properties of a ProtocolState.
             * @typedef {Object} subnetes.v1.ProtocolState.$Properties
             * @property {string|null} [protocol] ProtocolState protocol
             * @property {number|null} [generation] ProtocolState generation
             * @property {boolean|null} [registered] ProtocolState registered
             * @property {string|null} [error] ProtocolState error
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ProtocolState.
             * @memberof subnetes.v1
             * @interface IProtocolState
             * @augments subnetes.v1.ProtocolState.$Properties
             * @deprecated Use subnetes.v1.ProtocolState.$Properties instead.
             */

            /**
             * Shape of a ProtocolState.
             * @typedef {subnetes.v1.ProtocolState.$Properties} subnetes.v1.ProtocolState.$Shape
             */

            /**
             * Constructs a new ProtocolState.
             * @memberof subnetes.v1
             * @classdesc Represents a ProtocolState.
             * @constructor
             * @param {subnetes.v1.ProtocolState.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ProtocolState = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ProtocolState protocol.
             * @member {string} protocol
             * @memberof subnetes.v1.ProtocolState
             * @instance
             */
            ProtocolState.prototype.protocol = "";

            /**
             * ProtocolState generation.
             * @member {number} generation
             * @memberof subnetes.v1.ProtocolState
             * @instance
             */
            ProtocolState.prototype.generation = 0;

            /**
             * ProtocolState registered.
             * @member {boolean} registered
             * @memberof subnetes.v1.ProtocolState
             * @instance
             */
            ProtocolState.prototype.registered = false;

            /**
             * ProtocolState error.
             * @member {string} error
             * @memberof subnetes.v1.ProtocolState
             * @instance
             */
            ProtocolState.prototype.error = "";

            /**
             * Creates a new ProtocolState instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ProtocolState
             * @static
             * @param {subnetes.v1.ProtocolState.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ProtocolState} ProtocolState instance
             * @type {{
             *   (properties: subnetes.v1.ProtocolState.$Shape): subnetes.v1.ProtocolState & subnetes.v1.ProtocolState.$Shape;
             *   (properties?: subnetes.v1.ProtocolState.$Properties): subnetes.v1.ProtocolState;
             * }}
             */
            ProtocolState.create = function(properties) {
                return new ProtocolState(properties);
            };

            /**
             * Encodes the specified ProtocolState message. Does not implicitly {@link subnetes.v1.ProtocolState.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ProtocolState
             * @static
             * @param {subnetes.v1.ProtocolState.$Properties} message ProtocolState message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ProtocolState.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.protocol);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.generation);
                if (message.registered != null && $Object.hasOwnProperty.call(message, "registered") && message.registered !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.registered);
                if (message.error != null && $Object.hasOwnProperty.call(message, "error") && message.error !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.error);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ProtocolState message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ProtocolState
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ProtocolState & subnetes.v1.ProtocolState.$Shape} ProtocolState
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ProtocolState.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ProtocolState();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.registered = value;
                            else
                                delete message.registered;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.error = value;
                            else
                                delete message.error;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ProtocolState;
        })();

        v1.OperatorMessage = (function() {

            /**
             * Properties of an OperatorMessage.
             * @typedef {Object} subnetes.v1.OperatorMessage.$Properties
             * @property {number|null} [term] OperatorMessage term
             * @property {number|null} [sequence] OperatorMessage sequence
             * @property {subnetes.v1.ProtocolAssignment.$Properties|null} [assignment] OperatorMessage assignment
             * @property {string|null} [removed] OperatorMessage removed
             * @property {subnetes.v1.Endpoints.$Properties|null} [endpoints] OperatorMessage endpoints
             * @property {subnetes.v1.Synced.$Properties|null} [synced] OperatorMessage synced
             * @property {subnetes.v1.Hold.$Properties|null} [hold] OperatorMessage hold
             * @property {subnetes.v1.Redirect.$Properties|null} [redirect] OperatorMessage redirect
             * @property {"assignment"|"removed"|"endpoints"|"synced"|"hold"|"redirect"} [kind] OperatorMessage kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an OperatorMessage.
             * @memberof subnetes.v1
             * @interface IOperatorMessage
             * @augments subnetes.v1.OperatorMessage.$Properties
             * @deprecated Use subnetes.v1.OperatorMessage.$Properties instead.
             */

            /**
             * Narrowed shape of an OperatorMessage.
             * @typedef {{
             *   term?: number|null;
             *   sequence?: number|null;
             *   assignment?: subnetes.v1.ProtocolAssignment.$Shape|null;
             *   removed?: string|null;
             *   endpoints?: subnetes.v1.Endpoints.$Shape|null;
             *   synced?: subnetes.v1.Synced.$Shape|null;
             *   hold?: subnetes.v1.Hold.$Shape|null;
             *   redirect?: subnetes.v1.Redirect.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; assignment?: null; removed?: null; endpoints?: null; synced?: null; hold?: null; redirect?: null }|{ kind?: "assignment"; assignment: subnetes.v1.ProtocolAssignment.$Shape; removed?: null; endpoints?: null; synced?: null; hold?: null; redirect?: null }|{ kind?: "removed"; assignment?: null; removed: string; endpoints?: null; synced?: null; hold?: null; redirect?: null }|{ kind?: "endpoints"; assignment?: null; removed?: null; endpoints: subnetes.v1.Endpoints.$Shape; synced?: null; hold?: null; redirect?: null }|{ kind?: "synced"; assignment?: null; removed?: null; endpoints?: null; synced: subnetes.v1.Synced.$Shape; hold?: null; redirect?: null }|{ kind?: "hold"; assignment?: null; removed?: null; endpoints?: null; synced?: null; hold: subnetes.v1.Hold.$Shape; redirect?: null }|{ kind?: "redirect"; assignment?: null; removed?: null; endpoints?: null; synced?: null; hold?: null; redirect: subnetes.v1.Redirect.$Shape })
             * )} subnetes.v1.OperatorMessage.$Shape
             */

            /**
             * Constructs a new OperatorMessage.
             * @memberof subnetes.v1
             * @classdesc Represents an OperatorMessage.
             * @constructor
             * @param {subnetes.v1.OperatorMessage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const OperatorMessage = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * OperatorMessage term.
             * @member {number} term
             * @memberof subnetes.v1.OperatorMessage
             * @instance
             */
            OperatorMessage.prototype.term = 0;

            /**
             * OperatorMessage sequence.
             * @member {number} sequence
             * @memberof subnetes.v1.OperatorMessage
             * @instance
             */
            OperatorMessage.prototype.sequence = 0;

            /**
             * OperatorMessage assignment.
             * @member {subnetes.v1.ProtocolAssignment.$Properties|null|undefined} assignment
             * @memberof subnetes.v1.OperatorMessage
             * @instance
             */
            OperatorMessage.prototype.assignment = null;

            /**
             * OperatorMessage removed.
             * @member {string|null|undefined} removed
             * @memberof subnetes.v1.OperatorMessage
             * @instance
             */
            OperatorMessage.prototype.removed = null;

            /**
             * OperatorMessage endpoints.
             * @member {subnetes.v1.Endpoints.$Properties|null|undefined} endpoints
             * @memberof subnetes.v1.OperatorMessage
             * @instance
             */
            OperatorMessage.prototype.endpoints = null;

            /**
             * OperatorMessage synced.
             * @member {subnetes.v1.Synced.$Properties|null|undefined} synced
             * @memberof subnetes.v1.OperatorMessage
             * @instance
             */
            OperatorMessage.prototype.synced = null;

            /**
             * OperatorMessage hold.
             * @member {subnetes.v1.Hold.$Properties|null|undefined} hold
             * @memberof subnetes.v1.OperatorMessage
             * @instance
             */
            OperatorMessage.prototype.hold = null;

            /**
             * OperatorMessage redirect.
             * @member {subnetes.v1.Redirect.$Properties|null|undefined} redirect
             * @memberof subnetes.v1.OperatorMessage
             * @instance
             */
            OperatorMessage.prototype.redirect = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * OperatorMessage kind.
             * @member {"assignment"|"removed"|"endpoints"|"synced"|"hold"|"redirect"|undefined} kind
             * @memberof subnetes.v1.OperatorMessage
             * @instance
             */
            $Object.defineProperty(OperatorMessage.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["assignment", "removed", "endpoints", "synced", "hold", "redirect"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new OperatorMessage instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.OperatorMessage
             * @static
             * @param {subnetes.v1.OperatorMessage.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.OperatorMessage} OperatorMessage instance
             * @type {{
             *   (properties: subnetes.v1.OperatorMessage.$Shape): subnetes.v1.OperatorMessage & subnetes.v1.OperatorMessage.$Shape;
             *   (properties?: subnetes.v1.OperatorMessage.$Properties): subnetes.v1.OperatorMessage;
             * }}
             */
            OperatorMessage.create = function(properties) {
                return new OperatorMessage(properties);
            };

            /**
             * Encodes the specified OperatorMessage message. Does not implicitly {@link subnetes.v1.OperatorMessage.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.OperatorMessage
             * @static
             * @param {subnetes.v1.OperatorMessage.$Properties} message OperatorMessage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            OperatorMessage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.term != null && $Object.hasOwnProperty.call(message, "term") && (typeof message.term === "object" ? message.term.low || message.term.high : message.term !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.term);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.sequence);
                if (message.assignment != null && $Object.hasOwnProperty.call(message, "assignment"))
                    $root.subnetes.v1.ProtocolAssignment.encode(message.assignment, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.removed != null && $Object.hasOwnProperty.call(message, "removed"))
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.removed);
                if (message.endpoints != null && $Object.hasOwnProperty.call(message, "endpoints"))
                    $root.subnetes.v1.Endpoints.encode(message.endpoints, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.synced != null && $Object.hasOwnProperty.call(message, "synced"))
                    $root.subnetes.v1.Synced.encode(message.synced, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.hold != null && $Object.hasOwnProperty.call(message, "hold"))
                    $root.subnetes.v1.Hold.encode(message.hold, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.redirect != null && $Object.hasOwnProperty.call(message, "redirect"))
                    $root.subnetes.v1.Redirect.encode(message.redirect, writer.uint32(/* id 8, wireType 2 =*/66).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an OperatorMessage message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.OperatorMessage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.OperatorMessage & subnetes.v1.OperatorMessage.$Shape} OperatorMessage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            OperatorMessage.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.OperatorMessage();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.term = value;
                            else
                                delete message.term;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.assignment = $root.subnetes.v1.ProtocolAssignment.decode(reader, reader.size(), $undefined, _depth + 1, message.assignment);
                            message.kind = "assignment";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.removed = reader.stringVerify();
                            message.kind = "removed";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.endpoints = $root.subnetes.v1.Endpoints.decode(reader, reader.size(), $undefined, _depth + 1, message.endpoints);
                            message.kind = "endpoints";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.synced = $root.subnetes.v1.Synced.decode(reader, reader.size(), $undefined, _depth + 1, message.synced);
                            message.kind = "synced";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.hold = $root.subnetes.v1.Hold.decode(reader, reader.size(), $undefined, _depth + 1, message.hold);
                            message.kind = "hold";
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            message.redirect = $root.subnetes.v1.Redirect.decode(reader, reader.size(), $undefined, _depth + 1, message.redirect);
                            message.kind = "redirect";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return OperatorMessage;
        })();

        v1.ProtocolAssignment = (function() {

            /**
             * Properties of a ProtocolAssignment.
             * @typedef {Object} subnetes.v1.ProtocolAssignment.$Properties
             * @property {string|null} [name] ProtocolAssignment name
             * @property {number|null} [generation] ProtocolAssignment generation
             * @property {string|null} [service] ProtocolAssignment service
             * @property {string|null} [handlerPrefix] ProtocolAssignment handlerPrefix
             * @property {Array.<subnetes.v1.Method.$Properties>|null} [methods] ProtocolAssignment methods
             * @property {Uint8Array|null} [descriptorSet] ProtocolAssignment descriptorSet
             * @property {string|null} [proto] ProtocolAssignment proto
             * @property {number|null} [concurrency] ProtocolAssignment concurrency
             * @property {subnetes.v1.HoldLimits.$Properties|null} [hold] ProtocolAssignment hold
             * @property {string|null} [accessJson] ProtocolAssignment accessJson
             * @property {subnetes.v1.QueueLimits.$Properties|null} [queue] ProtocolAssignment queue
             * @property {string|null} [namespace] ProtocolAssignment namespace
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ProtocolAssignment.
             * @memberof subnetes.v1
             * @interface IProtocolAssignment
             * @augments subnetes.v1.ProtocolAssignment.$Properties
             * @deprecated Use subnetes.v1.ProtocolAssignment.$Properties instead.
             */

            /**
             * Shape of a ProtocolAssignment.
             * @typedef {subnetes.v1.ProtocolAssignment.$Properties} subnetes.v1.ProtocolAssignment.$Shape
             */

            /**
             * Constructs a new ProtocolAssignment.
             * @memberof subnetes.v1
             * @classdesc Represents a ProtocolAssignment.
             * @constructor
             * @param {subnetes.v1.ProtocolAssignment.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ProtocolAssignment = function (properties) {
                this.methods = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ProtocolAssignment name.
             * @member {string} name
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.name = "";

            /**
             * ProtocolAssignment generation.
             * @member {number} generation
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.generation = 0;

            /**
             * ProtocolAssignment service.
             * @member {string} service
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.service = "";

            /**
             * ProtocolAssignment handlerPrefix.
             * @member {string} handlerPrefix
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.handlerPrefix = "";

            /**
             * ProtocolAssignment methods.
             * @member {Array.<subnetes.v1.Method.$Properties>} methods
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.methods = $util.emptyArray;

            /**
             * ProtocolAssignment descriptorSet.
             * @member {Uint8Array} descriptorSet
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.descriptorSet = $util.newBuffer([]);

            /**
             * ProtocolAssignment proto.
             * @member {string} proto
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.proto = "";

            /**
             * ProtocolAssignment concurrency.
             * @member {number} concurrency
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.concurrency = 0;

            /**
             * ProtocolAssignment hold.
             * @member {subnetes.v1.HoldLimits.$Properties|null|undefined} hold
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.hold = null;

            /**
             * ProtocolAssignment accessJson.
             * @member {string} accessJson
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.accessJson = "";

            /**
             * ProtocolAssignment queue.
             * @member {subnetes.v1.QueueLimits.$Properties|null|undefined} queue
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.queue = null;

            /**
             * ProtocolAssignment namespace.
             * @member {string} namespace
             * @memberof subnetes.v1.ProtocolAssignment
             * @instance
             */
            ProtocolAssignment.prototype.namespace = "";

            /**
             * Creates a new ProtocolAssignment instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ProtocolAssignment
             * @static
             * @param {subnetes.v1.ProtocolAssignment.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ProtocolAssignment} ProtocolAssignment instance
             * @type {{
             *   (properties: subnetes.v1.ProtocolAssignment.$Shape): subnetes.v1.ProtocolAssignment & subnetes.v1.ProtocolAssignment.$Shape;
             *   (properties?: subnetes.v1.ProtocolAssignment.$Properties): subnetes.v1.ProtocolAssignment;
             * }}
             */
            ProtocolAssignment.create = function(properties) {
                return new ProtocolAssignment(properties);
            };

            /**
             * Encodes the specified ProtocolAssignment message. Does not implicitly {@link subnetes.v1.ProtocolAssignment.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ProtocolAssignment
             * @static
             * @param {subnetes.v1.ProtocolAssignment.$Properties} message ProtocolAssignment message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ProtocolAssignment.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.generation != null && $Object.hasOwnProperty.call(message, "generation") && (typeof message.generation === "object" ? message.generation.low || message.generation.high : message.generation !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.generation);
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.service);
                if (message.handlerPrefix != null && $Object.hasOwnProperty.call(message, "handlerPrefix") && message.handlerPrefix !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.handlerPrefix);
                if (message.methods != null && message.methods.length)
                    for (let i = 0; i < message.methods.length; ++i)
                        $root.subnetes.v1.Method.encode(message.methods[i], writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.descriptorSet != null && $Object.hasOwnProperty.call(message, "descriptorSet") && message.descriptorSet.length)
                    writer.uint32(/* id 6, wireType 2 =*/50).bytes(message.descriptorSet);
                if (message.proto != null && $Object.hasOwnProperty.call(message, "proto") && message.proto !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.proto);
                if (message.concurrency != null && $Object.hasOwnProperty.call(message, "concurrency") && message.concurrency !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.concurrency);
                if (message.hold != null && $Object.hasOwnProperty.call(message, "hold"))
                    $root.subnetes.v1.HoldLimits.encode(message.hold, writer.uint32(/* id 9, wireType 2 =*/74).fork(), _depth + 1).ldelim();
                if (message.accessJson != null && $Object.hasOwnProperty.call(message, "accessJson") && message.accessJson !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.accessJson);
                if (message.queue != null && $Object.hasOwnProperty.call(message, "queue"))
                    $root.subnetes.v1.QueueLimits.encode(message.queue, writer.uint32(/* id 11, wireType 2 =*/90).fork(), _depth + 1).ldelim();
                if (message.namespace != null && $Object.hasOwnProperty.call(message, "namespace") && message.namespace !== "")
                    writer.uint32(/* id 12, wireType 2 =*/98).string(message.namespace);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ProtocolAssignment message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ProtocolAssignment
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ProtocolAssignment & subnetes.v1.ProtocolAssignment.$Shape} ProtocolAssignment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ProtocolAssignment.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ProtocolAssignment();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.generation = value;
                            else
                                delete message.generation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.handlerPrefix = value;
                            else
                                delete message.handlerPrefix;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if (!(message.methods && message.methods.length))
                                message.methods = [];
                            message.methods.push($root.subnetes.v1.Method.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.descriptorSet = value;
                            else
                                delete message.descriptorSet;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.proto = value;
                            else
                                delete message.proto;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.concurrency = value;
                            else
                                delete message.concurrency;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            message.hold = $root.subnetes.v1.HoldLimits.decode(reader, reader.size(), $undefined, _depth + 1, message.hold);
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.accessJson = value;
                            else
                                delete message.accessJson;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            message.queue = $root.subnetes.v1.QueueLimits.decode(reader, reader.size(), $undefined, _depth + 1, message.queue);
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.namespace = value;
                            else
                                delete message.namespace;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ProtocolAssignment;
        })();

        v1.Method = (function() {

            /**
             * Properties of a Method.
             * @typedef {Object} subnetes.v1.Method.$Properties
             * @property {string|null} [name] Method name
             * @property {boolean|null} [requestStream] Method requestStream
             * @property {boolean|null} [responseStream] Method responseStream
             * @property {number|null} [timeoutSeconds] Method timeoutSeconds
             * @property {boolean|null} [idempotent] Method idempotent
             * @property {number|null} [maxRequestBytes] Method maxRequestBytes
             * @property {subnetes.v1.Mode|null} [mode] Method mode
             * @property {string|null} [requestType] Method requestType
             * @property {string|null} [responseType] Method responseType
             * @property {string|null} [accessJson] Method accessJson
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Method.
             * @memberof subnetes.v1
             * @interface IMethod
             * @augments subnetes.v1.Method.$Properties
             * @deprecated Use subnetes.v1.Method.$Properties instead.
             */

            /**
             * Shape of a Method.
             * @typedef {subnetes.v1.Method.$Properties} subnetes.v1.Method.$Shape
             */

            /**
             * Constructs a new Method.
             * @memberof subnetes.v1
             * @classdesc Represents a Method.
             * @constructor
             * @param {subnetes.v1.Method.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Method = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Method name.
             * @member {string} name
             * @memberof subnetes.v1.Method
             * @instance
             */
            Method.prototype.name = "";

            /**
             * Method requestStream.
             * @member {boolean} requestStream
             * @memberof subnetes.v1.Method
             * @instance
             */
            Method.prototype.requestStream = false;

            /**
             * Method responseStream.
             * @member {boolean} responseStream
             * @memberof subnetes.v1.Method
             * @instance
             */
            Method.prototype.responseStream = false;

            /**
             * Method timeoutSeconds.
             * @member {number} timeoutSeconds
             * @memberof subnetes.v1.Method
             * @instance
             */
            Method.prototype.timeoutSeconds = 0;

            /**
             * Method idempotent.
             * @member {boolean} idempotent
             * @memberof subnetes.v1.Method
             * @instance
             */
            Method.prototype.idempotent = false;

            /**
             * Method maxRequestBytes.
             * @member {number} maxRequestBytes
             * @memberof subnetes.v1.Method
             * @instance
             */
            Method.prototype.maxRequestBytes = 0;

            /**
             * Method mode.
             * @member {subnetes.v1.Mode} mode
             * @memberof subnetes.v1.Method
             * @instance
             */
            Method.prototype.mode = 0;

            /**
             * Method requestType.
             * @member {string} requestType
             * @memberof subnetes.v1.Method
             * @instance
             */
            Method.prototype.requestType = "";

            /**
             * Method responseType.
             * @member {string} responseType
             * @memberof subnetes.v1.Method
             * @instance
             */
            Method.prototype.responseType = "";

            /**
             * Method accessJson.
             * @member {string} accessJson
             * @memberof subnetes.v1.Method
             * @instance
             */
            Method.prototype.accessJson = "";

            /**
             * Creates a new Method instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.Method
             * @static
             * @param {subnetes.v1.Method.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.Method} Method instance
             * @type {{
             *   (properties: subnetes.v1.Method.$Shape): subnetes.v1.Method & subnetes.v1.Method.$Shape;
             *   (properties?: subnetes.v1.Method.$Properties): subnetes.v1.Method;
             * }}
             */
            Method.create = function(properties) {
                return new Method(properties);
            };

            /**
             * Encodes the specified Method message. Does not implicitly {@link subnetes.v1.Method.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.Method
             * @static
             * @param {subnetes.v1.Method.$Properties} message Method message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Method.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.requestStream != null && $Object.hasOwnProperty.call(message, "requestStream") && message.requestStream !== false)
                    writer.uint32(/* id 2, wireType 0 =*/16).bool(message.requestStream);
                if (message.responseStream != null && $Object.hasOwnProperty.call(message, "responseStream") && message.responseStream !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.responseStream);
                if (message.timeoutSeconds != null && $Object.hasOwnProperty.call(message, "timeoutSeconds") && message.timeoutSeconds !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.timeoutSeconds);
                if (message.idempotent != null && $Object.hasOwnProperty.call(message, "idempotent") && message.idempotent !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.idempotent);
                if (message.maxRequestBytes != null && $Object.hasOwnProperty.call(message, "maxRequestBytes") && message.maxRequestBytes !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.maxRequestBytes);
                if (message.mode != null && $Object.hasOwnProperty.call(message, "mode") && message.mode !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).int32(message.mode);
                if (message.requestType != null && $Object.hasOwnProperty.call(message, "requestType") && message.requestType !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.requestType);
                if (message.responseType != null && $Object.hasOwnProperty.call(message, "responseType") && message.responseType !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.responseType);
                if (message.accessJson != null && $Object.hasOwnProperty.call(message, "accessJson") && message.accessJson !== "")
                    writer.uint32(/* id 10, wireType 2 =*/82).string(message.accessJson);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Method message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.Method
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.Method & subnetes.v1.Method.$Shape} Method
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Method.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.Method();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.requestStream = value;
                            else
                                delete message.requestStream;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.responseStream = value;
                            else
                                delete message.responseStream;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.timeoutSeconds = value;
                            else
                                delete message.timeoutSeconds;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.idempotent = value;
                            else
                                delete message.idempotent;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxRequestBytes = value;
                            else
                                delete message.maxRequestBytes;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.mode = value;
                            else
                                delete message.mode;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.requestType = value;
                            else
                                delete message.requestType;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.responseType = value;
                            else
                                delete message.responseType;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.accessJson = value;
                            else
                                delete message.accessJson;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Method;
        })();

        /**
         * Mode enum.
         * @name subnetes.v1.Mode
         * @enum {number}
         * @property {number} MODE_UNSPECIFIED=0 MODE_UNSPECIFIED value
         * @property {number} MODE_INTERACTIVE=1 MODE_INTERACTIVE value
         * @property {number} MODE_QUEUED=2 MODE_QUEUED value
         */
        v1.Mode = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "MODE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "MODE_INTERACTIVE"] = 1;
            values[valuesById[2] = "MODE_QUEUED"] = 2;
            return values;
        })();

        v1.HoldLimits = (function() {

            /**
             * Properties of a HoldLimits.
             * @typedef {Object} subnetes.v1.HoldLimits.$Properties
             * @property {number|null} [maxPending] HoldLimits maxPending
             * @property {number|null} [maxPendingPerPeer] HoldLimits maxPendingPerPeer
             * @property {number|null} [timeoutSeconds] HoldLimits timeoutSeconds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HoldLimits.
             * @memberof subnetes.v1
             * @interface IHoldLimits
             * @augments subnetes.v1.HoldLimits.$Properties
             * @deprecated Use subnetes.v1.HoldLimits.$Properties instead.
             */

            /**
             * Shape of a HoldLimits.
             * @typedef {subnetes.v1.HoldLimits.$Properties} subnetes.v1.HoldLimits.$Shape
             */

            /**
             * Constructs a new HoldLimits.
             * @memberof subnetes.v1
             * @classdesc Represents a HoldLimits.
             * @constructor
             * @param {subnetes.v1.HoldLimits.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HoldLimits = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HoldLimits maxPending.
             * @member {number} maxPending
             * @memberof subnetes.v1.HoldLimits
             * @instance
             */
            HoldLimits.prototype.maxPending = 0;

            /**
             * HoldLimits maxPendingPerPeer.
             * @member {number} maxPendingPerPeer
             * @memberof subnetes.v1.HoldLimits
             * @instance
             */
            HoldLimits.prototype.maxPendingPerPeer = 0;

            /**
             * HoldLimits timeoutSeconds.
             * @member {number} timeoutSeconds
             * @memberof subnetes.v1.HoldLimits
             * @instance
             */
            HoldLimits.prototype.timeoutSeconds = 0;

            /**
             * Creates a new HoldLimits instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.HoldLimits
             * @static
             * @param {subnetes.v1.HoldLimits.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.HoldLimits} HoldLimits instance
             * @type {{
             *   (properties: subnetes.v1.HoldLimits.$Shape): subnetes.v1.HoldLimits & subnetes.v1.HoldLimits.$Shape;
             *   (properties?: subnetes.v1.HoldLimits.$Properties): subnetes.v1.HoldLimits;
             * }}
             */
            HoldLimits.create = function(properties) {
                return new HoldLimits(properties);
            };

            /**
             * Encodes the specified HoldLimits message. Does not implicitly {@link subnetes.v1.HoldLimits.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.HoldLimits
             * @static
             * @param {subnetes.v1.HoldLimits.$Properties} message HoldLimits message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HoldLimits.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.maxPending != null && $Object.hasOwnProperty.call(message, "maxPending") && message.maxPending !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.maxPending);
                if (message.maxPendingPerPeer != null && $Object.hasOwnProperty.call(message, "maxPendingPerPeer") && message.maxPendingPerPeer !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.maxPendingPerPeer);
                if (message.timeoutSeconds != null && $Object.hasOwnProperty.call(message, "timeoutSeconds") && message.timeoutSeconds !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.timeoutSeconds);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a HoldLimits message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.HoldLimits
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.HoldLimits & subnetes.v1.HoldLimits.$Shape} HoldLimits
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HoldLimits.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.HoldLimits();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxPending = value;
                            else
                                delete message.maxPending;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxPendingPerPeer = value;
                            else
                                delete message.maxPendingPerPeer;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.timeoutSeconds = value;
                            else
                                delete message.timeoutSeconds;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HoldLimits;
        })();

        v1.QueueLimits = (function() {

            /**
             * Properties of a QueueLimits.
             * @typedef {Object} subnetes.v1.QueueLimits.$Properties
             * @property {number|null} [attempts] QueueLimits attempts
             * @property {number|null} [backoffSeconds] QueueLimits backoffSeconds
             * @property {number|null} [lockDurationSeconds] QueueLimits lockDurationSeconds
             * @property {number|null} [maxStalledCount] QueueLimits maxStalledCount
             * @property {number|null} [keepResultsSeconds] QueueLimits keepResultsSeconds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a QueueLimits.
             * @memberof subnetes.v1
             * @interface IQueueLimits
             * @augments subnetes.v1.QueueLimits.$Properties
             * @deprecated Use subnetes.v1.QueueLimits.$Properties instead.
             */

            /**
             * Shape of a QueueLimits.
             * @typedef {subnetes.v1.QueueLimits.$Properties} subnetes.v1.QueueLimits.$Shape
             */

            /**
             * Constructs a new QueueLimits.
             * @memberof subnetes.v1
             * @classdesc Represents a QueueLimits.
             * @constructor
             * @param {subnetes.v1.QueueLimits.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const QueueLimits = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * QueueLimits attempts.
             * @member {number} attempts
             * @memberof subnetes.v1.QueueLimits
             * @instance
             */
            QueueLimits.prototype.attempts = 0;

            /**
             * QueueLimits backoffSeconds.
             * @member {number} backoffSeconds
             * @memberof subnetes.v1.QueueLimits
             * @instance
             */
            QueueLimits.prototype.backoffSeconds = 0;

            /**
             * QueueLimits lockDurationSeconds.
             * @member {number} lockDurationSeconds
             * @memberof subnetes.v1.QueueLimits
             * @instance
             */
            QueueLimits.prototype.lockDurationSeconds = 0;

            /**
             * QueueLimits maxStalledCount.
             * @member {number} maxStalledCount
             * @memberof subnetes.v1.QueueLimits
             * @instance
             */
            QueueLimits.prototype.maxStalledCount = 0;

            /**
             * QueueLimits keepResultsSeconds.
             * @member {number} keepResultsSeconds
             * @memberof subnetes.v1.QueueLimits
             * @instance
             */
            QueueLimits.prototype.keepResultsSeconds = 0;

            /**
             * Creates a new QueueLimits instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.QueueLimits
             * @static
             * @param {subnetes.v1.QueueLimits.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.QueueLimits} QueueLimits instance
             * @type {{
             *   (properties: subnetes.v1.QueueLimits.$Shape): subnetes.v1.QueueLimits & subnetes.v1.QueueLimits.$Shape;
             *   (properties?: subnetes.v1.QueueLimits.$Properties): subnetes.v1.QueueLimits;
             * }}
             */
            QueueLimits.create = function(properties) {
                return new QueueLimits(properties);
            };

            /**
             * Encodes the specified QueueLimits message. Does not implicitly {@link subnetes.v1.QueueLimits.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.QueueLimits
             * @static
             * @param {subnetes.v1.QueueLimits.$Properties} message QueueLimits message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            QueueLimits.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attempts != null && $Object.hasOwnProperty.call(message, "attempts") && message.attempts !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.attempts);
                if (message.backoffSeconds != null && $Object.hasOwnProperty.call(message, "backoffSeconds") && message.backoffSeconds !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.backoffSeconds);
                if (message.lockDurationSeconds != null && $Object.hasOwnProperty.call(message, "lockDurationSeconds") && message.lockDurationSeconds !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.lockDurationSeconds);
                if (message.maxStalledCount != null && $Object.hasOwnProperty.call(message, "maxStalledCount") && message.maxStalledCount !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.maxStalledCount);
                if (message.keepResultsSeconds != null && $Object.hasOwnProperty.call(message, "keepResultsSeconds") && message.keepResultsSeconds !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.keepResultsSeconds);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a QueueLimits message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.QueueLimits
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.QueueLimits & subnetes.v1.QueueLimits.$Shape} QueueLimits
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            QueueLimits.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.QueueLimits();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempts = value;
                            else
                                delete message.attempts;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.backoffSeconds = value;
                            else
                                delete message.backoffSeconds;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lockDurationSeconds = value;
                            else
                                delete message.lockDurationSeconds;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxStalledCount = value;
                            else
                                delete message.maxStalledCount;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.keepResultsSeconds = value;
                            else
                                delete message.keepResultsSeconds;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return QueueLimits;
        })();

        v1.Endpoints = (function() {

            /**
             * Properties of an Endpoints.
             * @typedef {Object} subnetes.v1.Endpoints.$Properties
             * @property {string|null} [protocol] Endpoints protocol
             * @property {Array.<subnetes.v1.Endpoint.$Properties>|null} [endpoints] Endpoints endpoints
             * @property {string|null} [trustedCa] Endpoints trustedCa
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Endpoints.
             * @memberof subnetes.v1
             * @interface IEndpoints
             * @augments subnetes.v1.Endpoints.$Properties
             * @deprecated Use subnetes.v1.Endpoints.$Properties instead.
             */

            /**
             * Shape of an Endpoints.
             * @typedef {subnetes.v1.Endpoints.$Properties} subnetes.v1.Endpoints.$Shape
             */

            /**
             * Constructs a new Endpoints.
             * @memberof subnetes.v1
             * @classdesc Represents an Endpoints.
             * @constructor
             * @param {subnetes.v1.Endpoints.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Endpoints = function (properties) {
                this.endpoints = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Endpoints protocol.
             * @member {string} protocol
             * @memberof subnetes.v1.Endpoints
             * @instance
             */
            Endpoints.prototype.protocol = "";

            /**
             * Endpoints endpoints.
             * @member {Array.<subnetes.v1.Endpoint.$Properties>} endpoints
             * @memberof subnetes.v1.Endpoints
             * @instance
             */
            Endpoints.prototype.endpoints = $util.emptyArray;

            /**
             * Endpoints trustedCa.
             * @member {string} trustedCa
             * @memberof subnetes.v1.Endpoints
             * @instance
             */
            Endpoints.prototype.trustedCa = "";

            /**
             * Creates a new Endpoints instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.Endpoints
             * @static
             * @param {subnetes.v1.Endpoints.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.Endpoints} Endpoints instance
             * @type {{
             *   (properties: subnetes.v1.Endpoints.$Shape): subnetes.v1.Endpoints & subnetes.v1.Endpoints.$Shape;
             *   (properties?: subnetes.v1.Endpoints.$Properties): subnetes.v1.Endpoints;
             * }}
             */
            Endpoints.create = function(properties) {
                return new Endpoints(properties);
            };

            /**
             * Encodes the specified Endpoints message. Does not implicitly {@link subnetes.v1.Endpoints.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.Endpoints
             * @static
             * @param {subnetes.v1.Endpoints.$Properties} message Endpoints message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Endpoints.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.protocol);
                if (message.endpoints != null && message.endpoints.length)
                    for (let i = 0; i < message.endpoints.length; ++i)
                        $root.subnetes.v1.Endpoint.encode(message.endpoints[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.trustedCa != null && $Object.hasOwnProperty.call(message, "trustedCa") && message.trustedCa !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.trustedCa);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Endpoints message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.Endpoints
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.Endpoints & subnetes.v1.Endpoints.$Shape} Endpoints
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Endpoints.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.Endpoints();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.endpoints && message.endpoints.length))
                                message.endpoints = [];
                            message.endpoints.push($root.subnetes.v1.Endpoint.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.trustedCa = value;
                            else
                                delete message.trustedCa;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Endpoints;
        })();

        v1.Endpoint = (function() {

            /**
             * Properties of an Endpoint.
             * @typedef {Object} subnetes.v1.Endpoint.$Properties
             * @property {string|null} [id] Endpoint id
             * @property {string|null} [address] Endpoint address
             * @property {subnetes.v1.EndpointState|null} [state] Endpoint state
             * @property {string|null} [serverName] Endpoint serverName
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Endpoint.
             * @memberof subnetes.v1
             * @interface IEndpoint
             * @augments subnetes.v1.Endpoint.$Properties
             * @deprecated Use subnetes.v1.Endpoint.$Properties instead.
             */

            /**
             * Shape of an Endpoint.
             * @typedef {subnetes.v1.Endpoint.$Properties} subnetes.v1.Endpoint.$Shape
             */

            /**
             * Constructs a new Endpoint.
             * @memberof subnetes.v1
             * @classdesc Represents an Endpoint.
             * @constructor
             * @param {subnetes.v1.Endpoint.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Endpoint = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Endpoint id.
             * @member {string} id
             * @memberof subnetes.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.id = "";

            /**
             * Endpoint address.
             * @member {string} address
             * @memberof subnetes.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.address = "";

            /**
             * Endpoint state.
             * @member {subnetes.v1.EndpointState} state
             * @memberof subnetes.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.state = 0;

            /**
             * Endpoint serverName.
             * @member {string} serverName
             * @memberof subnetes.v1.Endpoint
             * @instance
             */
            Endpoint.prototype.serverName = "";

            /**
             * Creates a new Endpoint instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.Endpoint
             * @static
             * @param {subnetes.v1.Endpoint.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.Endpoint} Endpoint instance
             * @type {{
             *   (properties: subnetes.v1.Endpoint.$Shape): subnetes.v1.Endpoint & subnetes.v1.Endpoint.$Shape;
             *   (properties?: subnetes.v1.Endpoint.$Properties): subnetes.v1.Endpoint;
             * }}
             */
            Endpoint.create = function(properties) {
                return new Endpoint(properties);
            };

            /**
             * Encodes the specified Endpoint message. Does not implicitly {@link subnetes.v1.Endpoint.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.Endpoint
             * @static
             * @param {subnetes.v1.Endpoint.$Properties} message Endpoint message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Endpoint.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.address);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.state);
                if (message.serverName != null && $Object.hasOwnProperty.call(message, "serverName") && message.serverName !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.serverName);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Endpoint message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.Endpoint
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.Endpoint & subnetes.v1.Endpoint.$Shape} Endpoint
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Endpoint.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.Endpoint();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.serverName = value;
                            else
                                delete message.serverName;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Endpoint;
        })();

        /**
         * EndpointState enum.
         * @name subnetes.v1.EndpointState
         * @enum {number}
         * @property {number} ENDPOINT_STATE_UNSPECIFIED=0 ENDPOINT_STATE_UNSPECIFIED value
         * @property {number} ENDPOINT_STATE_STARTING=1 ENDPOINT_STATE_STARTING value
         * @property {number} ENDPOINT_STATE_READY=2 ENDPOINT_STATE_READY value
         * @property {number} ENDPOINT_STATE_DRAINING=3 ENDPOINT_STATE_DRAINING value
         */
        v1.EndpointState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "ENDPOINT_STATE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "ENDPOINT_STATE_STARTING"] = 1;
            values[valuesById[2] = "ENDPOINT_STATE_READY"] = 2;
            values[valuesById[3] = "ENDPOINT_STATE_DRAINING"] = 3;
            return values;
        })();

        v1.Synced = (function() {

            /**
             * Properties of a Synced.
             * @typedef {Object} subnetes.v1.Synced.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Synced.
             * @memberof subnetes.v1
             * @interface ISynced
             * @augments subnetes.v1.Synced.$Properties
             * @deprecated Use subnetes.v1.Synced.$Properties instead.
             */

            /**
             * Shape of a Synced.
             * @typedef {subnetes.v1.Synced.$Properties} subnetes.v1.Synced.$Shape
             */

            /**
             * Constructs a new Synced.
             * @memberof subnetes.v1
             * @classdesc Represents a Synced.
             * @constructor
             * @param {subnetes.v1.Synced.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Synced = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new Synced instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.Synced
             * @static
             * @param {subnetes.v1.Synced.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.Synced} Synced instance
             * @type {{
             *   (properties: subnetes.v1.Synced.$Shape): subnetes.v1.Synced & subnetes.v1.Synced.$Shape;
             *   (properties?: subnetes.v1.Synced.$Properties): subnetes.v1.Synced;
             * }}
             */
            Synced.create = function(properties) {
                return new Synced(properties);
            };

            /**
             * Encodes the specified Synced message. Does not implicitly {@link subnetes.v1.Synced.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.Synced
             * @static
             * @param {subnetes.v1.Synced.$Properties} message Synced message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Synced.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Synced message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.Synced
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.Synced & subnetes.v1.Synced.$Shape} Synced
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Synced.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.Synced();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Synced;
        })();

        v1.Hold = (function() {

            /**
             * Properties of a Hold.
             * @typedef {Object} subnetes.v1.Hold.$Properties
             * @property {string|null} [protocol] Hold protocol
             * @property {number|null} [epoch] Hold epoch
             * @property {boolean|null} [release] Hold release
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hold.
             * @memberof subnetes.v1
             * @interface IHold
             * @augments subnetes.v1.Hold.$Properties
             * @deprecated Use subnetes.v1.Hold.$Properties instead.
             */

            /**
             * Shape of a Hold.
             * @typedef {subnetes.v1.Hold.$Properties} subnetes.v1.Hold.$Shape
             */

            /**
             * Constructs a new Hold.
             * @memberof subnetes.v1
             * @classdesc Represents a Hold.
             * @constructor
             * @param {subnetes.v1.Hold.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hold = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hold protocol.
             * @member {string} protocol
             * @memberof subnetes.v1.Hold
             * @instance
             */
            Hold.prototype.protocol = "";

            /**
             * Hold epoch.
             * @member {number} epoch
             * @memberof subnetes.v1.Hold
             * @instance
             */
            Hold.prototype.epoch = 0;

            /**
             * Hold release.
             * @member {boolean} release
             * @memberof subnetes.v1.Hold
             * @instance
             */
            Hold.prototype.release = false;

            /**
             * Creates a new Hold instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.Hold
             * @static
             * @param {subnetes.v1.Hold.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.Hold} Hold instance
             * @type {{
             *   (properties: subnetes.v1.Hold.$Shape): subnetes.v1.Hold & subnetes.v1.Hold.$Shape;
             *   (properties?: subnetes.v1.Hold.$Properties): subnetes.v1.Hold;
             * }}
             */
            Hold.create = function(properties) {
                return new Hold(properties);
            };

            /**
             * Encodes the specified Hold message. Does not implicitly {@link subnetes.v1.Hold.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.Hold
             * @static
             * @param {subnetes.v1.Hold.$Properties} message Hold message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hold.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.protocol);
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.epoch);
                if (message.release != null && $Object.hasOwnProperty.call(message, "release") && message.release !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.release);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hold message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.Hold
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.Hold & subnetes.v1.Hold.$Shape} Hold
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hold.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.Hold();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.release = value;
                            else
                                delete message.release;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Hold;
        })();

        v1.Redirect = (function() {

            /**
             * Properties of a Redirect.
             * @typedef {Object} subnetes.v1.Redirect.$Properties
             * @property {string|null} [address] Redirect address
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Redirect.
             * @memberof subnetes.v1
             * @interface IRedirect
             * @augments subnetes.v1.Redirect.$Properties
             * @deprecated Use subnetes.v1.Redirect.$Properties instead.
             */

            /**
             * Shape of a Redirect.
             * @typedef {subnetes.v1.Redirect.$Properties} subnetes.v1.Redirect.$Shape
             */

            /**
             * Constructs a new Redirect.
             * @memberof subnetes.v1
             * @classdesc Represents a Redirect.
             * @constructor
             * @param {subnetes.v1.Redirect.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Redirect = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Redirect address.
             * @member {string} address
             * @memberof subnetes.v1.Redirect
             * @instance
             */
            Redirect.prototype.address = "";

            /**
             * Creates a new Redirect instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.Redirect
             * @static
             * @param {subnetes.v1.Redirect.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.Redirect} Redirect instance
             * @type {{
             *   (properties: subnetes.v1.Redirect.$Shape): subnetes.v1.Redirect & subnetes.v1.Redirect.$Shape;
             *   (properties?: subnetes.v1.Redirect.$Properties): subnetes.v1.Redirect;
             * }}
             */
            Redirect.create = function(properties) {
                return new Redirect(properties);
            };

            /**
             * Encodes the specified Redirect message. Does not implicitly {@link subnetes.v1.Redirect.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.Redirect
             * @static
             * @param {subnetes.v1.Redirect.$Properties} message Redirect message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Redirect.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.address != null && $Object.hasOwnProperty.call(message, "address") && message.address !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.address);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Redirect message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.Redirect
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.Redirect & subnetes.v1.Redirect.$Shape} Redirect
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Redirect.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.Redirect();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.address = value;
                            else
                                delete message.address;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Redirect;
        })();

        v1.JobsProtocol = (function() {

            /**
             * Constructs a new JobsProtocol service.
             * @memberof subnetes.v1
             * @classdesc Represents a JobsProtocol
             * @extends $protobuf.rpc.Service
             * @constructor
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             */
            const JobsProtocol = function(rpcImpl, requestDelimited, responseDelimited) {
                $protobuf.rpc.Service.call(this, rpcImpl, requestDelimited, responseDelimited);
            };

            $Object.defineProperty(JobsProtocol.prototype = $Object.create($protobuf.rpc.Service.prototype), "constructor", { value: JobsProtocol, writable: true, enumerable: false, configurable: true });

            /**
             * Creates new JobsProtocol service using the specified rpc implementation.
             * @function create
             * @memberof subnetes.v1.JobsProtocol
             * @static
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             * @returns {JobsProtocol} RPC service. Useful where requests and/or responses are streamed.
             */
            JobsProtocol.create = function(rpcImpl, requestDelimited, responseDelimited) {
                return new this(rpcImpl, requestDelimited, responseDelimited);
            };

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_submit}.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_submitCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.Job} [response] Job
             */

            /**
             * Calls rpc_submit.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_submit
             * @type {{
             *   (request: subnetes.v1.IJobSubmitRequest, callback: subnetes.v1.JobsProtocol.rpc_submitCallback): void;
             *   (request: subnetes.v1.IJobSubmitRequest): Promise<subnetes.v1.Job>;
             *   readonly name: "rpc_submit";
             *   readonly path: "/subnetes.v1.JobsProtocol/rpc_submit";
             *   readonly requestType: "JobSubmitRequest";
             *   readonly responseType: "Job";
             *   readonly requestStream: undefined;
             *   readonly responseStream: undefined;
             * }}
             */

            /**
             * Calls rpc_submit.
             * @name subnetes.v1.JobsProtocol#rpc_submit
             * @type {subnetes.v1.JobsProtocol.rpc_submit}
             */
            $Object.defineProperties(JobsProtocol.prototype.rpc_submit = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, JobsProtocol.prototype.rpc_submit, $root.subnetes.v1.JobSubmitRequest, $root.subnetes.v1.Job, request, callback);
            }, {
                name: { value: "rpc_submit" },
                path: { value: "/subnetes.v1.JobsProtocol/rpc_submit" },
                requestType: { value: "JobSubmitRequest" },
                responseType: { value: "Job" },
                requestStream: { value: $undefined },
                responseStream: { value: $undefined }
            });

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_get}.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_getCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.Job} [response] Job
             */

            /**
             * Calls rpc_get.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_get
             * @type {{
             *   (request: subnetes.v1.IJobGetRequest, callback: subnetes.v1.JobsProtocol.rpc_getCallback): void;
             *   (request: subnetes.v1.IJobGetRequest): Promise<subnetes.v1.Job>;
             *   readonly name: "rpc_get";
             *   readonly path: "/subnetes.v1.JobsProtocol/rpc_get";
             *   readonly requestType: "JobGetRequest";
             *   readonly responseType: "Job";
             *   readonly requestStream: undefined;
             *   readonly responseStream: undefined;
             * }}
             */

            /**
             * Calls rpc_get.
             * @name subnetes.v1.JobsProtocol#rpc_get
             * @type {subnetes.v1.JobsProtocol.rpc_get}
             */
            $Object.defineProperties(JobsProtocol.prototype.rpc_get = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, JobsProtocol.prototype.rpc_get, $root.subnetes.v1.JobGetRequest, $root.subnetes.v1.Job, request, callback);
            }, {
                name: { value: "rpc_get" },
                path: { value: "/subnetes.v1.JobsProtocol/rpc_get" },
                requestType: { value: "JobGetRequest" },
                responseType: { value: "Job" },
                requestStream: { value: $undefined },
                responseStream: { value: $undefined }
            });

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_result}.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_resultCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.JobResult} [response] JobResult
             */

            /**
             * Calls rpc_result.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_result
             * @type {{
             *   (request: subnetes.v1.IJobResultRequest, callback: subnetes.v1.JobsProtocol.rpc_resultCallback): void;
             *   (request: subnetes.v1.IJobResultRequest): Promise<subnetes.v1.JobResult>;
             *   readonly name: "rpc_result";
             *   readonly path: "/subnetes.v1.JobsProtocol/rpc_result";
             *   readonly requestType: "JobResultRequest";
             *   readonly responseType: "JobResult";
             *   readonly requestStream: undefined;
             *   readonly responseStream: undefined;
             * }}
             */

            /**
             * Calls rpc_result.
             * @name subnetes.v1.JobsProtocol#rpc_result
             * @type {subnetes.v1.JobsProtocol.rpc_result}
             */
            $Object.defineProperties(JobsProtocol.prototype.rpc_result = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, JobsProtocol.prototype.rpc_result, $root.subnetes.v1.JobResultRequest, $root.subnetes.v1.JobResult, request, callback);
            }, {
                name: { value: "rpc_result" },
                path: { value: "/subnetes.v1.JobsProtocol/rpc_result" },
                requestType: { value: "JobResultRequest" },
                responseType: { value: "JobResult" },
                requestStream: { value: $undefined },
                responseStream: { value: $undefined }
            });

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_watch}.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_watchCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.JobEvent} [response] JobEvent
             */

            /**
             * Calls rpc_watch.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_watch
             * @type {{
             *   (request: subnetes.v1.IJobWatchRequest, callback: subnetes.v1.JobsProtocol.rpc_watchCallback): void;
             *   (request: subnetes.v1.IJobWatchRequest): Promise<subnetes.v1.JobEvent>;
             *   readonly name: "rpc_watch";
             *   readonly path: "/subnetes.v1.JobsProtocol/rpc_watch";
             *   readonly requestType: "JobWatchRequest";
             *   readonly responseType: "JobEvent";
             *   readonly requestStream: undefined;
             *   readonly responseStream: true;
             * }}
             */

            /**
             * Calls rpc_watch.
             * @name subnetes.v1.JobsProtocol#rpc_watch
             * @type {subnetes.v1.JobsProtocol.rpc_watch}
             */
            $Object.defineProperties(JobsProtocol.prototype.rpc_watch = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, JobsProtocol.prototype.rpc_watch, $root.subnetes.v1.JobWatchRequest, $root.subnetes.v1.JobEvent, request, callback);
            }, {
                name: { value: "rpc_watch" },
                path: { value: "/subnetes.v1.JobsProtocol/rpc_watch" },
                requestType: { value: "JobWatchRequest" },
                responseType: { value: "JobEvent" },
                requestStream: { value: $undefined },
                responseStream: { value: true }
            });

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_cancel}.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_cancelCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.Job} [response] Job
             */

            /**
             * Calls rpc_cancel.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_cancel
             * @type {{
             *   (request: subnetes.v1.IJobCancelRequest, callback: subnetes.v1.JobsProtocol.rpc_cancelCallback): void;
             *   (request: subnetes.v1.IJobCancelRequest): Promise<subnetes.v1.Job>;
             *   readonly name: "rpc_cancel";
             *   readonly path: "/subnetes.v1.JobsProtocol/rpc_cancel";
             *   readonly requestType: "JobCancelRequest";
             *   readonly responseType: "Job";
             *   readonly requestStream: undefined;
             *   readonly responseStream: undefined;
             * }}
             */

            /**
             * Calls rpc_cancel.
             * @name subnetes.v1.JobsProtocol#rpc_cancel
             * @type {subnetes.v1.JobsProtocol.rpc_cancel}
             */
            $Object.defineProperties(JobsProtocol.prototype.rpc_cancel = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, JobsProtocol.prototype.rpc_cancel, $root.subnetes.v1.JobCancelRequest, $root.subnetes.v1.Job, request, callback);
            }, {
                name: { value: "rpc_cancel" },
                path: { value: "/subnetes.v1.JobsProtocol/rpc_cancel" },
                requestType: { value: "JobCancelRequest" },
                responseType: { value: "Job" },
                requestStream: { value: $undefined },
                responseStream: { value: $undefined }
            });

            /**
             * Callback as used by {@link subnetes.v1.JobsProtocol#rpc_list}.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_listCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.JobListResponse} [response] JobListResponse
             */

            /**
             * Calls rpc_list.
             * @memberof subnetes.v1.JobsProtocol
             * @typedef rpc_list
             * @type {{
             *   (request: subnetes.v1.IJobListRequest, callback: subnetes.v1.JobsProtocol.rpc_listCallback): void;
             *   (request: subnetes.v1.IJobListRequest): Promise<subnetes.v1.JobListResponse>;
             *   readonly name: "rpc_list";
             *   readonly path: "/subnetes.v1.JobsProtocol/rpc_list";
             *   readonly requestType: "JobListRequest";
             *   readonly responseType: "JobListResponse";
             *   readonly requestStream: undefined;
             *   readonly responseStream: undefined;
             * }}
             */

            /**
             * Calls rpc_list.
             * @name subnetes.v1.JobsProtocol#rpc_list
             * @type {subnetes.v1.JobsProtocol.rpc_list}
             */
            $Object.defineProperties(JobsProtocol.prototype.rpc_list = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, JobsProtocol.prototype.rpc_list, $root.subnetes.v1.JobListRequest, $root.subnetes.v1.JobListResponse, request, callback);
            }, {
                name: { value: "rpc_list" },
                path: { value: "/subnetes.v1.JobsProtocol/rpc_list" },
                requestType: { value: "JobListRequest" },
                responseType: { value: "JobListResponse" },
                requestStream: { value: $undefined },
                responseStream: { value: $undefined }
            });

            return JobsProtocol;
        })();

        /**
         * JobState enum.
         * @name subnetes.v1.JobState
         * @enum {number}
         * @property {number} JOB_STATE_UNSPECIFIED=0 JOB_STATE_UNSPECIFIED value
         * @property {number} JOB_STATE_WAITING=1 JOB_STATE_WAITING value
         * @property {number} JOB_STATE_DELAYED=2 JOB_STATE_DELAYED value
         * @property {number} JOB_STATE_ACTIVE=3 JOB_STATE_ACTIVE value
         * @property {number} JOB_STATE_SUCCEEDED=4 JOB_STATE_SUCCEEDED value
         * @property {number} JOB_STATE_FAILED=5 JOB_STATE_FAILED value
         * @property {number} JOB_STATE_CANCELLED=6 JOB_STATE_CANCELLED value
         */
        v1.JobState = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "JOB_STATE_UNSPECIFIED"] = 0;
            values[valuesById[1] = "JOB_STATE_WAITING"] = 1;
            values[valuesById[2] = "JOB_STATE_DELAYED"] = 2;
            values[valuesById[3] = "JOB_STATE_ACTIVE"] = 3;
            values[valuesById[4] = "JOB_STATE_SUCCEEDED"] = 4;
            values[valuesById[5] = "JOB_STATE_FAILED"] = 5;
            values[valuesById[6] = "JOB_STATE_CANCELLED"] = 6;
            return values;
        })();

        v1.Job = (function() {

            /**
             * Properties of a Job.
             * @typedef {Object} subnetes.v1.Job.$Properties
             * @property {string|null} [id] Job id
             * @property {string|null} [handle] Job handle
             * @property {subnetes.v1.JobState|null} [state] Job state
             * @property {number|null} [progress] Job progress
             * @property {number|null} [attempt] Job attempt
             * @property {number|null} [maxAttempts] Job maxAttempts
             * @property {number|null} [createdAtMs] Job createdAtMs
             * @property {number|null} [startedAtMs] Job startedAtMs
             * @property {number|null} [finishedAtMs] Job finishedAtMs
             * @property {number|null} [expiresAtMs] Job expiresAtMs
             * @property {number|null} [outputMessages] Job outputMessages
             * @property {string|null} [errorCode] Job errorCode
             * @property {string|null} [errorMessage] Job errorMessage
             * @property {string|null} [idempotencyKey] Job idempotencyKey
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Job.
             * @memberof subnetes.v1
             * @interface IJob
             * @augments subnetes.v1.Job.$Properties
             * @deprecated Use subnetes.v1.Job.$Properties instead.
             */

            /**
             * Shape of a Job.
             * @typedef {subnetes.v1.Job.$Properties} subnetes.v1.Job.$Shape
             */

            /**
             * Constructs a new Job.
             * @memberof subnetes.v1
             * @classdesc Represents a Job.
             * @constructor
             * @param {subnetes.v1.Job.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Job = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Job id.
             * @member {string} id
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.id = "";

            /**
             * Job handle.
             * @member {string} handle
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.handle = "";

            /**
             * Job state.
             * @member {subnetes.v1.JobState} state
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.state = 0;

            /**
             * Job progress.
             * @member {number} progress
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.progress = 0;

            /**
             * Job attempt.
             * @member {number} attempt
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.attempt = 0;

            /**
             * Job maxAttempts.
             * @member {number} maxAttempts
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.maxAttempts = 0;

            /**
             * Job createdAtMs.
             * @member {number} createdAtMs
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.createdAtMs = 0;

            /**
             * Job startedAtMs.
             * @member {number} startedAtMs
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.startedAtMs = 0;

            /**
             * Job finishedAtMs.
             * @member {number} finishedAtMs
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.finishedAtMs = 0;

            /**
             * Job expiresAtMs.
             * @member {number} expiresAtMs
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.expiresAtMs = 0;

            /**
             * Job outputMessages.
             * @member {number} outputMessages
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.outputMessages = 0;

            /**
             * Job errorCode.
             * @member {string} errorCode
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.errorCode = "";

            /**
             * Job errorMessage.
             * @member {string} errorMessage
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.errorMessage = "";

            /**
             * Job idempotencyKey.
             * @member {string} idempotencyKey
             * @memberof subnetes.v1.Job
             * @instance
             */
            Job.prototype.idempotencyKey = "";

            /**
             * Creates a new Job instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.Job
             * @static
             * @param {subnetes.v1.Job.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.Job} Job instance
             * @type {{
             *   (properties: subnetes.v1.Job.$Shape): subnetes.v1.Job & subnetes.v1.Job.$Shape;
             *   (properties?: subnetes.v1.Job.$Properties): subnetes.v1.Job;
             * }}
             */
            Job.create = function(properties) {
                return new Job(properties);
            };

            /**
             * Encodes the specified Job message. Does not implicitly {@link subnetes.v1.Job.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.Job
             * @static
             * @param {subnetes.v1.Job.$Properties} message Job message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Job.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle") && message.handle !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.handle);
                if (message.state != null && $Object.hasOwnProperty.call(message, "state") && message.state !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).int32(message.state);
                if (message.progress != null && $Object.hasOwnProperty.call(message, "progress") && !$Object.is(message.progress, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.progress);
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.attempt);
                if (message.maxAttempts != null && $Object.hasOwnProperty.call(message, "maxAttempts") && message.maxAttempts !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.maxAttempts);
                if (message.createdAtMs != null && $Object.hasOwnProperty.call(message, "createdAtMs") && (typeof message.createdAtMs === "object" ? message.createdAtMs.low || message.createdAtMs.high : message.createdAtMs !== 0))
                    writer.uint32(/* id 7, wireType 0 =*/56).uint64(message.createdAtMs);
                if (message.startedAtMs != null && $Object.hasOwnProperty.call(message, "startedAtMs") && (typeof message.startedAtMs === "object" ? message.startedAtMs.low || message.startedAtMs.high : message.startedAtMs !== 0))
                    writer.uint32(/* id 8, wireType 0 =*/64).uint64(message.startedAtMs);
                if (message.finishedAtMs != null && $Object.hasOwnProperty.call(message, "finishedAtMs") && (typeof message.finishedAtMs === "object" ? message.finishedAtMs.low || message.finishedAtMs.high : message.finishedAtMs !== 0))
                    writer.uint32(/* id 9, wireType 0 =*/72).uint64(message.finishedAtMs);
                if (message.expiresAtMs != null && $Object.hasOwnProperty.call(message, "expiresAtMs") && (typeof message.expiresAtMs === "object" ? message.expiresAtMs.low || message.expiresAtMs.high : message.expiresAtMs !== 0))
                    writer.uint32(/* id 10, wireType 0 =*/80).uint64(message.expiresAtMs);
                if (message.outputMessages != null && $Object.hasOwnProperty.call(message, "outputMessages") && (typeof message.outputMessages === "object" ? message.outputMessages.low || message.outputMessages.high : message.outputMessages !== 0))
                    writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.outputMessages);
                if (message.errorCode != null && $Object.hasOwnProperty.call(message, "errorCode") && message.errorCode !== "")
                    writer.uint32(/* id 12, wireType 2 =*/98).string(message.errorCode);
                if (message.errorMessage != null && $Object.hasOwnProperty.call(message, "errorMessage") && message.errorMessage !== "")
                    writer.uint32(/* id 13, wireType 2 =*/106).string(message.errorMessage);
                if (message.idempotencyKey != null && $Object.hasOwnProperty.call(message, "idempotencyKey") && message.idempotencyKey !== "")
                    writer.uint32(/* id 14, wireType 2 =*/114).string(message.idempotencyKey);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Job message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.Job
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.Job & subnetes.v1.Job.$Shape} Job
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Job.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.Job();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.handle = value;
                            else
                                delete message.handle;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.state = value;
                            else
                                delete message.state;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.progress = value;
                            else
                                delete message.progress;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxAttempts = value;
                            else
                                delete message.maxAttempts;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.createdAtMs = value;
                            else
                                delete message.createdAtMs;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.startedAtMs = value;
                            else
                                delete message.startedAtMs;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.finishedAtMs = value;
                            else
                                delete message.finishedAtMs;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.expiresAtMs = value;
                            else
                                delete message.expiresAtMs;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.outputMessages = value;
                            else
                                delete message.outputMessages;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.errorCode = value;
                            else
                                delete message.errorCode;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.errorMessage = value;
                            else
                                delete message.errorMessage;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.idempotencyKey = value;
                            else
                                delete message.idempotencyKey;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Job;
        })();

        v1.JobSubmitRequest = (function() {

            /**
             * Properties of a JobSubmitRequest.
             * @typedef {Object} subnetes.v1.JobSubmitRequest.$Properties
             * @property {string|null} [handle] JobSubmitRequest handle
             * @property {Uint8Array|null} [request] JobSubmitRequest request
             * @property {string|null} [idempotencyKey] JobSubmitRequest idempotencyKey
             * @property {number|null} [priority] JobSubmitRequest priority
             * @property {number|null} [delayMs] JobSubmitRequest delayMs
             * @property {number|null} [maxAttempts] JobSubmitRequest maxAttempts
             * @property {number|null} [timeoutSeconds] JobSubmitRequest timeoutSeconds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobSubmitRequest.
             * @memberof subnetes.v1
             * @interface IJobSubmitRequest
             * @augments subnetes.v1.JobSubmitRequest.$Properties
             * @deprecated Use subnetes.v1.JobSubmitRequest.$Properties instead.
             */

            /**
             * Shape of a JobSubmitRequest.
             * @typedef {subnetes.v1.JobSubmitRequest.$Properties} subnetes.v1.JobSubmitRequest.$Shape
             */

            /**
             * Constructs a new JobSubmitRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a JobSubmitRequest.
             * @constructor
             * @param {subnetes.v1.JobSubmitRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobSubmitRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobSubmitRequest handle.
             * @member {string} handle
             * @memberof subnetes.v1.JobSubmitRequest
             * @instance
             */
            JobSubmitRequest.prototype.handle = "";

            /**
             * JobSubmitRequest request.
             * @member {Uint8Array} request
             * @memberof subnetes.v1.JobSubmitRequest
             * @instance
             */
            JobSubmitRequest.prototype.request = $util.newBuffer([]);

            /**
             * JobSubmitRequest idempotencyKey.
             * @member {string} idempotencyKey
             * @memberof subnetes.v1.JobSubmitRequest
             * @instance
             */
            JobSubmitRequest.prototype.idempotencyKey = "";

            /**
             * JobSubmitRequest priority.
             * @member {number} priority
             * @memberof subnetes.v1.JobSubmitRequest
             * @instance
             */
            JobSubmitRequest.prototype.priority = 0;

            /**
             * JobSubmitRequest delayMs.
             * @member {number} delayMs
             * @memberof subnetes.v1.JobSubmitRequest
             * @instance
             */
            JobSubmitRequest.prototype.delayMs = 0;

            /**
             * JobSubmitRequest maxAttempts.
             * @member {number} maxAttempts
             * @memberof subnetes.v1.JobSubmitRequest
             * @instance
             */
            JobSubmitRequest.prototype.maxAttempts = 0;

            /**
             * JobSubmitRequest timeoutSeconds.
             * @member {number} timeoutSeconds
             * @memberof subnetes.v1.JobSubmitRequest
             * @instance
             */
            JobSubmitRequest.prototype.timeoutSeconds = 0;

            /**
             * Creates a new JobSubmitRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.JobSubmitRequest
             * @static
             * @param {subnetes.v1.JobSubmitRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.JobSubmitRequest} JobSubmitRequest instance
             * @type {{
             *   (properties: subnetes.v1.JobSubmitRequest.$Shape): subnetes.v1.JobSubmitRequest & subnetes.v1.JobSubmitRequest.$Shape;
             *   (properties?: subnetes.v1.JobSubmitRequest.$Properties): subnetes.v1.JobSubmitRequest;
             * }}
             */
            JobSubmitRequest.create = function(properties) {
                return new JobSubmitRequest(properties);
            };

            /**
             * Encodes the specified JobSubmitRequest message. Does not implicitly {@link subnetes.v1.JobSubmitRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.JobSubmitRequest
             * @static
             * @param {subnetes.v1.JobSubmitRequest.$Properties} message JobSubmitRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobSubmitRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle") && message.handle !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.handle);
                if (message.request != null && $Object.hasOwnProperty.call(message, "request") && message.request.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.request);
                if (message.idempotencyKey != null && $Object.hasOwnProperty.call(message, "idempotencyKey") && message.idempotencyKey !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.idempotencyKey);
                if (message.priority != null && $Object.hasOwnProperty.call(message, "priority") && message.priority !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.priority);
                if (message.delayMs != null && $Object.hasOwnProperty.call(message, "delayMs") && (typeof message.delayMs === "object" ? message.delayMs.low || message.delayMs.high : message.delayMs !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.delayMs);
                if (message.maxAttempts != null && $Object.hasOwnProperty.call(message, "maxAttempts") && message.maxAttempts !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.maxAttempts);
                if (message.timeoutSeconds != null && $Object.hasOwnProperty.call(message, "timeoutSeconds") && message.timeoutSeconds !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.timeoutSeconds);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobSubmitRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.JobSubmitRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.JobSubmitRequest & subnetes.v1.JobSubmitRequest.$Shape} JobSubmitRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobSubmitRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.JobSubmitRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.handle = value;
                            else
                                delete message.handle;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.request = value;
                            else
                                delete message.request;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.idempotencyKey = value;
                            else
                                delete message.idempotencyKey;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.priority = value;
                            else
                                delete message.priority;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.delayMs = value;
                            else
                                delete message.delayMs;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.maxAttempts = value;
                            else
                                delete message.maxAttempts;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.timeoutSeconds = value;
                            else
                                delete message.timeoutSeconds;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return JobSubmitRequest;
        })();

        v1.JobGetRequest = (function() {

            /**
             * Properties of a JobGetRequest.
             * @typedef {Object} subnetes.v1.JobGetRequest.$Properties
             * @property {string|null} [id] JobGetRequest id
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobGetRequest.
             * @memberof subnetes.v1
             * @interface IJobGetRequest
             * @augments subnetes.v1.JobGetRequest.$Properties
             * @deprecated Use subnetes.v1.JobGetRequest.$Properties instead.
             */

            /**
             * Shape of a JobGetRequest.
             * @typedef {subnetes.v1.JobGetRequest.$Properties} subnetes.v1.JobGetRequest.$Shape
             */

            /**
             * Constructs a new JobGetRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a JobGetRequest.
             * @constructor
             * @param {subnetes.v1.JobGetRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobGetRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobGetRequest id.
             * @member {string} id
             * @memberof subnetes.v1.JobGetRequest
             * @instance
             */
            JobGetRequest.prototype.id = "";

            /**
             * Creates a new JobGetRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.JobGetRequest
             * @static
             * @param {subnetes.v1.JobGetRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.JobGetRequest} JobGetRequest instance
             * @type {{
             *   (properties: subnetes.v1.JobGetRequest.$Shape): subnetes.v1.JobGetRequest & subnetes.v1.JobGetRequest.$Shape;
             *   (properties?: subnetes.v1.JobGetRequest.$Properties): subnetes.v1.JobGetRequest;
             * }}
             */
            JobGetRequest.create = function(properties) {
                return new JobGetRequest(properties);
            };

            /**
             * Encodes the specified JobGetRequest message. Does not implicitly {@link subnetes.v1.JobGetRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.JobGetRequest
             * @static
             * @param {subnetes.v1.JobGetRequest.$Properties} message JobGetRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobGetRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobGetRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.JobGetRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.JobGetRequest & subnetes.v1.JobGetRequest.$Shape} JobGetRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobGetRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.JobGetRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return JobGetRequest;
        })();

        v1.JobResultRequest = (function() {

            /**
             * Properties of a JobResultRequest.
             * @typedef {Object} subnetes.v1.JobResultRequest.$Properties
             * @property {string|null} [id] JobResultRequest id
             * @property {number|null} [waitSeconds] JobResultRequest waitSeconds
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobResultRequest.
             * @memberof subnetes.v1
             * @interface IJobResultRequest
             * @augments subnetes.v1.JobResultRequest.$Properties
             * @deprecated Use subnetes.v1.JobResultRequest.$Properties instead.
             */

            /**
             * Shape of a JobResultRequest.
             * @typedef {subnetes.v1.JobResultRequest.$Properties} subnetes.v1.JobResultRequest.$Shape
             */

            /**
             * Constructs a new JobResultRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a JobResultRequest.
             * @constructor
             * @param {subnetes.v1.JobResultRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobResultRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobResultRequest id.
             * @member {string} id
             * @memberof subnetes.v1.JobResultRequest
             * @instance
             */
            JobResultRequest.prototype.id = "";

            /**
             * JobResultRequest waitSeconds.
             * @member {number} waitSeconds
             * @memberof subnetes.v1.JobResultRequest
             * @instance
             */
            JobResultRequest.prototype.waitSeconds = 0;

            /**
             * Creates a new JobResultRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.JobResultRequest
             * @static
             * @param {subnetes.v1.JobResultRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.JobResultRequest} JobResultRequest instance
             * @type {{
             *   (properties: subnetes.v1.JobResultRequest.$Shape): subnetes.v1.JobResultRequest & subnetes.v1.JobResultRequest.$Shape;
             *   (properties?: subnetes.v1.JobResultRequest.$Properties): subnetes.v1.JobResultRequest;
             * }}
             */
            JobResultRequest.create = function(properties) {
                return new JobResultRequest(properties);
            };

            /**
             * Encodes the specified JobResultRequest message. Does not implicitly {@link subnetes.v1.JobResultRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.JobResultRequest
             * @static
             * @param {subnetes.v1.JobResultRequest.$Properties} message JobResultRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobResultRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.waitSeconds != null && $Object.hasOwnProperty.call(message, "waitSeconds") && message.waitSeconds !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.waitSeconds);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobResultRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.JobResultRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.JobResultRequest & subnetes.v1.JobResultRequest.$Shape} JobResultRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobResultRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.JobResultRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.waitSeconds = value;
                            else
                                delete message.waitSeconds;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return JobResultRequest;
        })();

        v1.JobResult = (function() {

            /**
             * Properties of a JobResult.
             * @typedef {Object} subnetes.v1.JobResult.$Properties
             * @property {subnetes.v1.Job.$Properties|null} [job] JobResult job
             * @property {Array.<Uint8Array>|null} [messages] JobResult messages
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobResult.
             * @memberof subnetes.v1
             * @interface IJobResult
             * @augments subnetes.v1.JobResult.$Properties
             * @deprecated Use subnetes.v1.JobResult.$Properties instead.
             */

            /**
             * Shape of a JobResult.
             * @typedef {subnetes.v1.JobResult.$Properties} subnetes.v1.JobResult.$Shape
             */

            /**
             * Constructs a new JobResult.
             * @memberof subnetes.v1
             * @classdesc Represents a JobResult.
             * @constructor
             * @param {subnetes.v1.JobResult.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobResult = function (properties) {
                this.messages = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobResult job.
             * @member {subnetes.v1.Job.$Properties|null|undefined} job
             * @memberof subnetes.v1.JobResult
             * @instance
             */
            JobResult.prototype.job = null;

            /**
             * JobResult messages.
             * @member {Array.<Uint8Array>} messages
             * @memberof subnetes.v1.JobResult
             * @instance
             */
            JobResult.prototype.messages = $util.emptyArray;

            /**
             * Creates a new JobResult instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.JobResult
             * @static
             * @param {subnetes.v1.JobResult.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.JobResult} JobResult instance
             * @type {{
             *   (properties: subnetes.v1.JobResult.$Shape): subnetes.v1.JobResult & subnetes.v1.JobResult.$Shape;
             *   (properties?: subnetes.v1.JobResult.$Properties): subnetes.v1.JobResult;
             * }}
             */
            JobResult.create = function(properties) {
                return new JobResult(properties);
            };

            /**
             * Encodes the specified JobResult message. Does not implicitly {@link subnetes.v1.JobResult.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.JobResult
             * @static
             * @param {subnetes.v1.JobResult.$Properties} message JobResult message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobResult.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.job != null && $Object.hasOwnProperty.call(message, "job"))
                    $root.subnetes.v1.Job.encode(message.job, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.messages != null && message.messages.length)
                    for (let i = 0; i < message.messages.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.messages[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobResult message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.JobResult
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.JobResult & subnetes.v1.JobResult.$Shape} JobResult
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobResult.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.JobResult();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.job = $root.subnetes.v1.Job.decode(reader, reader.size(), $undefined, _depth + 1, message.job);
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.messages && message.messages.length))
                                message.messages = [];
                            message.messages.push(reader.bytes());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return JobResult;
        })();

        v1.JobWatchRequest = (function() {

            /**
             * Properties of a JobWatchRequest.
             * @typedef {Object} subnetes.v1.JobWatchRequest.$Properties
             * @property {string|null} [id] JobWatchRequest id
             * @property {number|null} [afterAttempt] JobWatchRequest afterAttempt
             * @property {number|null} [afterSequence] JobWatchRequest afterSequence
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobWatchRequest.
             * @memberof subnetes.v1
             * @interface IJobWatchRequest
             * @augments subnetes.v1.JobWatchRequest.$Properties
             * @deprecated Use subnetes.v1.JobWatchRequest.$Properties instead.
             */

            /**
             * Shape of a JobWatchRequest.
             * @typedef {subnetes.v1.JobWatchRequest.$Properties} subnetes.v1.JobWatchRequest.$Shape
             */

            /**
             * Constructs a new JobWatchRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a JobWatchRequest.
             * @constructor
             * @param {subnetes.v1.JobWatchRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobWatchRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobWatchRequest id.
             * @member {string} id
             * @memberof subnetes.v1.JobWatchRequest
             * @instance
             */
            JobWatchRequest.prototype.id = "";

            /**
             * JobWatchRequest afterAttempt.
             * @member {number} afterAttempt
             * @memberof subnetes.v1.JobWatchRequest
             * @instance
             */
            JobWatchRequest.prototype.afterAttempt = 0;

            /**
             * JobWatchRequest afterSequence.
             * @member {number} afterSequence
             * @memberof subnetes.v1.JobWatchRequest
             * @instance
             */
            JobWatchRequest.prototype.afterSequence = 0;

            /**
             * Creates a new JobWatchRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.JobWatchRequest
             * @static
             * @param {subnetes.v1.JobWatchRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.JobWatchRequest} JobWatchRequest instance
             * @type {{
             *   (properties: subnetes.v1.JobWatchRequest.$Shape): subnetes.v1.JobWatchRequest & subnetes.v1.JobWatchRequest.$Shape;
             *   (properties?: subnetes.v1.JobWatchRequest.$Properties): subnetes.v1.JobWatchRequest;
             * }}
             */
            JobWatchRequest.create = function(properties) {
                return new JobWatchRequest(properties);
            };

            /**
             * Encodes the specified JobWatchRequest message. Does not implicitly {@link subnetes.v1.JobWatchRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.JobWatchRequest
             * @static
             * @param {subnetes.v1.JobWatchRequest.$Properties} message JobWatchRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobWatchRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.afterAttempt != null && $Object.hasOwnProperty.call(message, "afterAttempt") && message.afterAttempt !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.afterAttempt);
                if (message.afterSequence != null && $Object.hasOwnProperty.call(message, "afterSequence") && (typeof message.afterSequence === "object" ? message.afterSequence.low || message.afterSequence.high : message.afterSequence !== 0))
                    writer.uint32(/* id 3, wireType 0 =*/24).uint64(message.afterSequence);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobWatchRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.JobWatchRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.JobWatchRequest & subnetes.v1.JobWatchRequest.$Shape} JobWatchRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobWatchRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.JobWatchRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.afterAttempt = value;
                            else
                                delete message.afterAttempt;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.afterSequence = value;
                            else
                                delete message.afterSequence;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return JobWatchRequest;
        })();

        v1.JobEvent = (function() {

            /**
             * Properties of a JobEvent.
             * @typedef {Object} subnetes.v1.JobEvent.$Properties
             * @property {number|null} [attempt] JobEvent attempt
             * @property {number|null} [sequence] JobEvent sequence
             * @property {subnetes.v1.Job.$Properties|null} [job] JobEvent job
             * @property {Uint8Array|null} [output] JobEvent output
             * @property {boolean|null} [restarted] JobEvent restarted
             * @property {"job"|"output"|"restarted"} [kind] JobEvent kind
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobEvent.
             * @memberof subnetes.v1
             * @interface IJobEvent
             * @augments subnetes.v1.JobEvent.$Properties
             * @deprecated Use subnetes.v1.JobEvent.$Properties instead.
             */

            /**
             * Narrowed shape of a JobEvent.
             * @typedef {{
             *   attempt?: number|null;
             *   sequence?: number|null;
             *   job?: subnetes.v1.Job.$Shape|null;
             *   output?: Uint8Array|null;
             *   restarted?: boolean|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ kind?: undefined; job?: null; output?: null; restarted?: null }|{ kind?: "job"; job: subnetes.v1.Job.$Shape; output?: null; restarted?: null }|{ kind?: "output"; job?: null; output: Uint8Array; restarted?: null }|{ kind?: "restarted"; job?: null; output?: null; restarted: boolean })
             * )} subnetes.v1.JobEvent.$Shape
             */

            /**
             * Constructs a new JobEvent.
             * @memberof subnetes.v1
             * @classdesc Represents a JobEvent.
             * @constructor
             * @param {subnetes.v1.JobEvent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobEvent = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobEvent attempt.
             * @member {number} attempt
             * @memberof subnetes.v1.JobEvent
             * @instance
             */
            JobEvent.prototype.attempt = 0;

            /**
             * JobEvent sequence.
             * @member {number} sequence
             * @memberof subnetes.v1.JobEvent
             * @instance
             */
            JobEvent.prototype.sequence = 0;

            /**
             * JobEvent job.
             * @member {subnetes.v1.Job.$Properties|null|undefined} job
             * @memberof subnetes.v1.JobEvent
             * @instance
             */
            JobEvent.prototype.job = null;

            /**
             * JobEvent output.
             * @member {Uint8Array|null|undefined} output
             * @memberof subnetes.v1.JobEvent
             * @instance
             */
            JobEvent.prototype.output = null;

            /**
             * JobEvent restarted.
             * @member {boolean|null|undefined} restarted
             * @memberof subnetes.v1.JobEvent
             * @instance
             */
            JobEvent.prototype.restarted = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * JobEvent kind.
             * @member {"job"|"output"|"restarted"|undefined} kind
             * @memberof subnetes.v1.JobEvent
             * @instance
             */
            $Object.defineProperty(JobEvent.prototype, "kind", {
                get: $util.oneOfGetter($oneOfFields = ["job", "output", "restarted"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Creates a new JobEvent instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.JobEvent
             * @static
             * @param {subnetes.v1.JobEvent.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.JobEvent} JobEvent instance
             * @type {{
             *   (properties: subnetes.v1.JobEvent.$Shape): subnetes.v1.JobEvent & subnetes.v1.JobEvent.$Shape;
             *   (properties?: subnetes.v1.JobEvent.$Properties): subnetes.v1.JobEvent;
             * }}
             */
            JobEvent.create = function(properties) {
                return new JobEvent(properties);
            };

            /**
             * Encodes the specified JobEvent message. Does not implicitly {@link subnetes.v1.JobEvent.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.JobEvent
             * @static
             * @param {subnetes.v1.JobEvent.$Properties} message JobEvent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobEvent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.attempt != null && $Object.hasOwnProperty.call(message, "attempt") && message.attempt !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.attempt);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && (typeof message.sequence === "object" ? message.sequence.low || message.sequence.high : message.sequence !== 0))
                    writer.uint32(/* id 2, wireType 0 =*/16).uint64(message.sequence);
                if (message.job != null && $Object.hasOwnProperty.call(message, "job"))
                    $root.subnetes.v1.Job.encode(message.job, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.output != null && $Object.hasOwnProperty.call(message, "output"))
                    writer.uint32(/* id 4, wireType 2 =*/34).bytes(message.output);
                if (message.restarted != null && $Object.hasOwnProperty.call(message, "restarted"))
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.restarted);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobEvent message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.JobEvent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.JobEvent & subnetes.v1.JobEvent.$Shape} JobEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobEvent.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.JobEvent();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.attempt = value;
                            else
                                delete message.attempt;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.job = $root.subnetes.v1.Job.decode(reader, reader.size(), $undefined, _depth + 1, message.job);
                            message.kind = "job";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.output = reader.bytes();
                            message.kind = "output";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            message.restarted = reader.bool();
                            message.kind = "restarted";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return JobEvent;
        })();

        v1.JobCancelRequest = (function() {

            /**
             * Properties of a JobCancelRequest.
             * @typedef {Object} subnetes.v1.JobCancelRequest.$Properties
             * @property {string|null} [id] JobCancelRequest id
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobCancelRequest.
             * @memberof subnetes.v1
             * @interface IJobCancelRequest
             * @augments subnetes.v1.JobCancelRequest.$Properties
             * @deprecated Use subnetes.v1.JobCancelRequest.$Properties instead.
             */

            /**
             * Shape of a JobCancelRequest.
             * @typedef {subnetes.v1.JobCancelRequest.$Properties} subnetes.v1.JobCancelRequest.$Shape
             */

            /**
             * Constructs a new JobCancelRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a JobCancelRequest.
             * @constructor
             * @param {subnetes.v1.JobCancelRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobCancelRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobCancelRequest id.
             * @member {string} id
             * @memberof subnetes.v1.JobCancelRequest
             * @instance
             */
            JobCancelRequest.prototype.id = "";

            /**
             * Creates a new JobCancelRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.JobCancelRequest
             * @static
             * @param {subnetes.v1.JobCancelRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.JobCancelRequest} JobCancelRequest instance
             * @type {{
             *   (properties: subnetes.v1.JobCancelRequest.$Shape): subnetes.v1.JobCancelRequest & subnetes.v1.JobCancelRequest.$Shape;
             *   (properties?: subnetes.v1.JobCancelRequest.$Properties): subnetes.v1.JobCancelRequest;
             * }}
             */
            JobCancelRequest.create = function(properties) {
                return new JobCancelRequest(properties);
            };

            /**
             * Encodes the specified JobCancelRequest message. Does not implicitly {@link subnetes.v1.JobCancelRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.JobCancelRequest
             * @static
             * @param {subnetes.v1.JobCancelRequest.$Properties} message JobCancelRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobCancelRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.id);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobCancelRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.JobCancelRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.JobCancelRequest & subnetes.v1.JobCancelRequest.$Shape} JobCancelRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobCancelRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.JobCancelRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return JobCancelRequest;
        })();

        v1.JobListRequest = (function() {

            /**
             * Properties of a JobListRequest.
             * @typedef {Object} subnetes.v1.JobListRequest.$Properties
             * @property {number|null} [limit] JobListRequest limit
             * @property {string|null} [pageToken] JobListRequest pageToken
             * @property {Array.<subnetes.v1.JobState>|null} [states] JobListRequest states
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobListRequest.
             * @memberof subnetes.v1
             * @interface IJobListRequest
             * @augments subnetes.v1.JobListRequest.$Properties
             * @deprecated Use subnetes.v1.JobListRequest.$Properties instead.
             */

            /**
             * Shape of a JobListRequest.
             * @typedef {subnetes.v1.JobListRequest.$Properties} subnetes.v1.JobListRequest.$Shape
             */

            /**
             * Constructs a new JobListRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a JobListRequest.
             * @constructor
             * @param {subnetes.v1.JobListRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobListRequest = function (properties) {
                this.states = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobListRequest limit.
             * @member {number} limit
             * @memberof subnetes.v1.JobListRequest
             * @instance
             */
            JobListRequest.prototype.limit = 0;

            /**
             * JobListRequest pageToken.
             * @member {string} pageToken
             * @memberof subnetes.v1.JobListRequest
             * @instance
             */
            JobListRequest.prototype.pageToken = "";

            /**
             * JobListRequest states.
             * @member {Array.<subnetes.v1.JobState>} states
             * @memberof subnetes.v1.JobListRequest
             * @instance
             */
            JobListRequest.prototype.states = $util.emptyArray;

            /**
             * Creates a new JobListRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.JobListRequest
             * @static
             * @param {subnetes.v1.JobListRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.JobListRequest} JobListRequest instance
             * @type {{
             *   (properties: subnetes.v1.JobListRequest.$Shape): subnetes.v1.JobListRequest & subnetes.v1.JobListRequest.$Shape;
             *   (properties?: subnetes.v1.JobListRequest.$Properties): subnetes.v1.JobListRequest;
             * }}
             */
            JobListRequest.create = function(properties) {
                return new JobListRequest(properties);
            };

            /**
             * Encodes the specified JobListRequest message. Does not implicitly {@link subnetes.v1.JobListRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.JobListRequest
             * @static
             * @param {subnetes.v1.JobListRequest.$Properties} message JobListRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobListRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.limit != null && $Object.hasOwnProperty.call(message, "limit") && message.limit !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.limit);
                if (message.pageToken != null && $Object.hasOwnProperty.call(message, "pageToken") && message.pageToken !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.pageToken);
                if (message.states != null && message.states.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).int32s(message.states);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobListRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.JobListRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.JobListRequest & subnetes.v1.JobListRequest.$Shape} JobListRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobListRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.JobListRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.limit = value;
                            else
                                delete message.limit;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.pageToken = value;
                            else
                                delete message.pageToken;
                            continue;
                        }
                    case 3: {
                            if (wireType === 2) {
                                if (!(message.states && message.states.length))
                                    message.states = [];
                                reader.int32s(message.states);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.states && message.states.length))
                                message.states = [];
                            message.states.push(reader.int32());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return JobListRequest;
        })();

        v1.JobListResponse = (function() {

            /**
             * Properties of a JobListResponse.
             * @typedef {Object} subnetes.v1.JobListResponse.$Properties
             * @property {Array.<subnetes.v1.Job.$Properties>|null} [jobs] JobListResponse jobs
             * @property {string|null} [nextPageToken] JobListResponse nextPageToken
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a JobListResponse.
             * @memberof subnetes.v1
             * @interface IJobListResponse
             * @augments subnetes.v1.JobListResponse.$Properties
             * @deprecated Use subnetes.v1.JobListResponse.$Properties instead.
             */

            /**
             * Shape of a JobListResponse.
             * @typedef {subnetes.v1.JobListResponse.$Properties} subnetes.v1.JobListResponse.$Shape
             */

            /**
             * Constructs a new JobListResponse.
             * @memberof subnetes.v1
             * @classdesc Represents a JobListResponse.
             * @constructor
             * @param {subnetes.v1.JobListResponse.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const JobListResponse = function (properties) {
                this.jobs = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * JobListResponse jobs.
             * @member {Array.<subnetes.v1.Job.$Properties>} jobs
             * @memberof subnetes.v1.JobListResponse
             * @instance
             */
            JobListResponse.prototype.jobs = $util.emptyArray;

            /**
             * JobListResponse nextPageToken.
             * @member {string} nextPageToken
             * @memberof subnetes.v1.JobListResponse
             * @instance
             */
            JobListResponse.prototype.nextPageToken = "";

            /**
             * Creates a new JobListResponse instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.JobListResponse
             * @static
             * @param {subnetes.v1.JobListResponse.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.JobListResponse} JobListResponse instance
             * @type {{
             *   (properties: subnetes.v1.JobListResponse.$Shape): subnetes.v1.JobListResponse & subnetes.v1.JobListResponse.$Shape;
             *   (properties?: subnetes.v1.JobListResponse.$Properties): subnetes.v1.JobListResponse;
             * }}
             */
            JobListResponse.create = function(properties) {
                return new JobListResponse(properties);
            };

            /**
             * Encodes the specified JobListResponse message. Does not implicitly {@link subnetes.v1.JobListResponse.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.JobListResponse
             * @static
             * @param {subnetes.v1.JobListResponse.$Properties} message JobListResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            JobListResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.jobs != null && message.jobs.length)
                    for (let i = 0; i < message.jobs.length; ++i)
                        $root.subnetes.v1.Job.encode(message.jobs[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.nextPageToken != null && $Object.hasOwnProperty.call(message, "nextPageToken") && message.nextPageToken !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.nextPageToken);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a JobListResponse message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.JobListResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.JobListResponse & subnetes.v1.JobListResponse.$Shape} JobListResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            JobListResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.JobListResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.jobs && message.jobs.length))
                                message.jobs = [];
                            message.jobs.push($root.subnetes.v1.Job.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.nextPageToken = value;
                            else
                                delete message.nextPageToken;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return JobListResponse;
        })();

        v1.ReflectionProtocol = (function() {

            /**
             * Constructs a new ReflectionProtocol service.
             * @memberof subnetes.v1
             * @classdesc Represents a ReflectionProtocol
             * @extends $protobuf.rpc.Service
             * @constructor
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             */
            const ReflectionProtocol = function(rpcImpl, requestDelimited, responseDelimited) {
                $protobuf.rpc.Service.call(this, rpcImpl, requestDelimited, responseDelimited);
            };

            $Object.defineProperty(ReflectionProtocol.prototype = $Object.create($protobuf.rpc.Service.prototype), "constructor", { value: ReflectionProtocol, writable: true, enumerable: false, configurable: true });

            /**
             * Creates new ReflectionProtocol service using the specified rpc implementation.
             * @function create
             * @memberof subnetes.v1.ReflectionProtocol
             * @static
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             * @returns {ReflectionProtocol} RPC service. Useful where requests and/or responses are streamed.
             */
            ReflectionProtocol.create = function(rpcImpl, requestDelimited, responseDelimited) {
                return new this(rpcImpl, requestDelimited, responseDelimited);
            };

            /**
             * Callback as used by {@link subnetes.v1.ReflectionProtocol#rpc_list}.
             * @memberof subnetes.v1.ReflectionProtocol
             * @typedef rpc_listCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.ListResponse} [response] ListResponse
             */

            /**
             * Calls rpc_list.
             * @memberof subnetes.v1.ReflectionProtocol
             * @typedef rpc_list
             * @type {{
             *   (request: subnetes.v1.IListRequest, callback: subnetes.v1.ReflectionProtocol.rpc_listCallback): void;
             *   (request: subnetes.v1.IListRequest): Promise<subnetes.v1.ListResponse>;
             *   readonly name: "rpc_list";
             *   readonly path: "/subnetes.v1.ReflectionProtocol/rpc_list";
             *   readonly requestType: "ListRequest";
             *   readonly responseType: "ListResponse";
             *   readonly requestStream: undefined;
             *   readonly responseStream: undefined;
             * }}
             */

            /**
             * Calls rpc_list.
             * @name subnetes.v1.ReflectionProtocol#rpc_list
             * @type {subnetes.v1.ReflectionProtocol.rpc_list}
             */
            $Object.defineProperties(ReflectionProtocol.prototype.rpc_list = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, ReflectionProtocol.prototype.rpc_list, $root.subnetes.v1.ListRequest, $root.subnetes.v1.ListResponse, request, callback);
            }, {
                name: { value: "rpc_list" },
                path: { value: "/subnetes.v1.ReflectionProtocol/rpc_list" },
                requestType: { value: "ListRequest" },
                responseType: { value: "ListResponse" },
                requestStream: { value: $undefined },
                responseStream: { value: $undefined }
            });

            /**
             * Callback as used by {@link subnetes.v1.ReflectionProtocol#rpc_schema}.
             * @memberof subnetes.v1.ReflectionProtocol
             * @typedef rpc_schemaCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.SchemaResponse} [response] SchemaResponse
             */

            /**
             * Calls rpc_schema.
             * @memberof subnetes.v1.ReflectionProtocol
             * @typedef rpc_schema
             * @type {{
             *   (request: subnetes.v1.ISchemaRequest, callback: subnetes.v1.ReflectionProtocol.rpc_schemaCallback): void;
             *   (request: subnetes.v1.ISchemaRequest): Promise<subnetes.v1.SchemaResponse>;
             *   readonly name: "rpc_schema";
             *   readonly path: "/subnetes.v1.ReflectionProtocol/rpc_schema";
             *   readonly requestType: "SchemaRequest";
             *   readonly responseType: "SchemaResponse";
             *   readonly requestStream: undefined;
             *   readonly responseStream: undefined;
             * }}
             */

            /**
             * Calls rpc_schema.
             * @name subnetes.v1.ReflectionProtocol#rpc_schema
             * @type {subnetes.v1.ReflectionProtocol.rpc_schema}
             */
            $Object.defineProperties(ReflectionProtocol.prototype.rpc_schema = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, ReflectionProtocol.prototype.rpc_schema, $root.subnetes.v1.SchemaRequest, $root.subnetes.v1.SchemaResponse, request, callback);
            }, {
                name: { value: "rpc_schema" },
                path: { value: "/subnetes.v1.ReflectionProtocol/rpc_schema" },
                requestType: { value: "SchemaRequest" },
                responseType: { value: "SchemaResponse" },
                requestStream: { value: $undefined },
                responseStream: { value: $undefined }
            });

            return ReflectionProtocol;
        })();

        v1.ListRequest = (function() {

            /**
             * Properties of a ListRequest.
             * @typedef {Object} subnetes.v1.ListRequest.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ListRequest.
             * @memberof subnetes.v1
             * @interface IListRequest
             * @augments subnetes.v1.ListRequest.$Properties
             * @deprecated Use subnetes.v1.ListRequest.$Properties instead.
             */

            /**
             * Shape of a ListRequest.
             * @typedef {subnetes.v1.ListRequest.$Properties} subnetes.v1.ListRequest.$Shape
             */

            /**
             * Constructs a new ListRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a ListRequest.
             * @constructor
             * @param {subnetes.v1.ListRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ListRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new ListRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ListRequest
             * @static
             * @param {subnetes.v1.ListRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ListRequest} ListRequest instance
             * @type {{
             *   (properties: subnetes.v1.ListRequest.$Shape): subnetes.v1.ListRequest & subnetes.v1.ListRequest.$Shape;
             *   (properties?: subnetes.v1.ListRequest.$Properties): subnetes.v1.ListRequest;
             * }}
             */
            ListRequest.create = function(properties) {
                return new ListRequest(properties);
            };

            /**
             * Encodes the specified ListRequest message. Does not implicitly {@link subnetes.v1.ListRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ListRequest
             * @static
             * @param {subnetes.v1.ListRequest.$Properties} message ListRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ListRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ListRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ListRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ListRequest & subnetes.v1.ListRequest.$Shape} ListRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ListRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ListRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ListRequest;
        })();

        v1.ListResponse = (function() {

            /**
             * Properties of a ListResponse.
             * @typedef {Object} subnetes.v1.ListResponse.$Properties
             * @property {string|null} [gatewayPeerId] ListResponse gatewayPeerId
             * @property {Array.<subnetes.v1.ProtocolInfo.$Properties>|null} [protocols] ListResponse protocols
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ListResponse.
             * @memberof subnetes.v1
             * @interface IListResponse
             * @augments subnetes.v1.ListResponse.$Properties
             * @deprecated Use subnetes.v1.ListResponse.$Properties instead.
             */

            /**
             * Shape of a ListResponse.
             * @typedef {subnetes.v1.ListResponse.$Properties} subnetes.v1.ListResponse.$Shape
             */

            /**
             * Constructs a new ListResponse.
             * @memberof subnetes.v1
             * @classdesc Represents a ListResponse.
             * @constructor
             * @param {subnetes.v1.ListResponse.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ListResponse = function (properties) {
                this.protocols = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ListResponse gatewayPeerId.
             * @member {string} gatewayPeerId
             * @memberof subnetes.v1.ListResponse
             * @instance
             */
            ListResponse.prototype.gatewayPeerId = "";

            /**
             * ListResponse protocols.
             * @member {Array.<subnetes.v1.ProtocolInfo.$Properties>} protocols
             * @memberof subnetes.v1.ListResponse
             * @instance
             */
            ListResponse.prototype.protocols = $util.emptyArray;

            /**
             * Creates a new ListResponse instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ListResponse
             * @static
             * @param {subnetes.v1.ListResponse.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ListResponse} ListResponse instance
             * @type {{
             *   (properties: subnetes.v1.ListResponse.$Shape): subnetes.v1.ListResponse & subnetes.v1.ListResponse.$Shape;
             *   (properties?: subnetes.v1.ListResponse.$Properties): subnetes.v1.ListResponse;
             * }}
             */
            ListResponse.create = function(properties) {
                return new ListResponse(properties);
            };

            /**
             * Encodes the specified ListResponse message. Does not implicitly {@link subnetes.v1.ListResponse.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ListResponse
             * @static
             * @param {subnetes.v1.ListResponse.$Properties} message ListResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ListResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.gatewayPeerId != null && $Object.hasOwnProperty.call(message, "gatewayPeerId") && message.gatewayPeerId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.gatewayPeerId);
                if (message.protocols != null && message.protocols.length)
                    for (let i = 0; i < message.protocols.length; ++i)
                        $root.subnetes.v1.ProtocolInfo.encode(message.protocols[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ListResponse message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ListResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ListResponse & subnetes.v1.ListResponse.$Shape} ListResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ListResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ListResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.gatewayPeerId = value;
                            else
                                delete message.gatewayPeerId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.protocols && message.protocols.length))
                                message.protocols = [];
                            message.protocols.push($root.subnetes.v1.ProtocolInfo.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ListResponse;
        })();

        v1.ProtocolInfo = (function() {

            /**
             * Properties of a ProtocolInfo.
             * @typedef {Object} subnetes.v1.ProtocolInfo.$Properties
             * @property {string|null} [name] ProtocolInfo name
             * @property {string|null} [service] ProtocolInfo service
             * @property {Array.<subnetes.v1.HandlerInfo.$Properties>|null} [handlers] ProtocolInfo handlers
             * @property {number|null} [readyWorkers] ProtocolInfo readyWorkers
             * @property {boolean|null} [written] ProtocolInfo written
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ProtocolInfo.
             * @memberof subnetes.v1
             * @interface IProtocolInfo
             * @augments subnetes.v1.ProtocolInfo.$Properties
             * @deprecated Use subnetes.v1.ProtocolInfo.$Properties instead.
             */

            /**
             * Shape of a ProtocolInfo.
             * @typedef {subnetes.v1.ProtocolInfo.$Properties} subnetes.v1.ProtocolInfo.$Shape
             */

            /**
             * Constructs a new ProtocolInfo.
             * @memberof subnetes.v1
             * @classdesc Represents a ProtocolInfo.
             * @constructor
             * @param {subnetes.v1.ProtocolInfo.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ProtocolInfo = function (properties) {
                this.handlers = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ProtocolInfo name.
             * @member {string} name
             * @memberof subnetes.v1.ProtocolInfo
             * @instance
             */
            ProtocolInfo.prototype.name = "";

            /**
             * ProtocolInfo service.
             * @member {string} service
             * @memberof subnetes.v1.ProtocolInfo
             * @instance
             */
            ProtocolInfo.prototype.service = "";

            /**
             * ProtocolInfo handlers.
             * @member {Array.<subnetes.v1.HandlerInfo.$Properties>} handlers
             * @memberof subnetes.v1.ProtocolInfo
             * @instance
             */
            ProtocolInfo.prototype.handlers = $util.emptyArray;

            /**
             * ProtocolInfo readyWorkers.
             * @member {number} readyWorkers
             * @memberof subnetes.v1.ProtocolInfo
             * @instance
             */
            ProtocolInfo.prototype.readyWorkers = 0;

            /**
             * ProtocolInfo written.
             * @member {boolean} written
             * @memberof subnetes.v1.ProtocolInfo
             * @instance
             */
            ProtocolInfo.prototype.written = false;

            /**
             * Creates a new ProtocolInfo instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.ProtocolInfo
             * @static
             * @param {subnetes.v1.ProtocolInfo.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.ProtocolInfo} ProtocolInfo instance
             * @type {{
             *   (properties: subnetes.v1.ProtocolInfo.$Shape): subnetes.v1.ProtocolInfo & subnetes.v1.ProtocolInfo.$Shape;
             *   (properties?: subnetes.v1.ProtocolInfo.$Properties): subnetes.v1.ProtocolInfo;
             * }}
             */
            ProtocolInfo.create = function(properties) {
                return new ProtocolInfo(properties);
            };

            /**
             * Encodes the specified ProtocolInfo message. Does not implicitly {@link subnetes.v1.ProtocolInfo.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.ProtocolInfo
             * @static
             * @param {subnetes.v1.ProtocolInfo.$Properties} message ProtocolInfo message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ProtocolInfo.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.service);
                if (message.handlers != null && message.handlers.length)
                    for (let i = 0; i < message.handlers.length; ++i)
                        $root.subnetes.v1.HandlerInfo.encode(message.handlers[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.readyWorkers != null && $Object.hasOwnProperty.call(message, "readyWorkers") && message.readyWorkers !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.readyWorkers);
                if (message.written != null && $Object.hasOwnProperty.call(message, "written") && message.written !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.written);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ProtocolInfo message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.ProtocolInfo
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.ProtocolInfo & subnetes.v1.ProtocolInfo.$Shape} ProtocolInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ProtocolInfo.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.ProtocolInfo();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.handlers && message.handlers.length))
                                message.handlers = [];
                            message.handlers.push($root.subnetes.v1.HandlerInfo.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.readyWorkers = value;
                            else
                                delete message.readyWorkers;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.written = value;
                            else
                                delete message.written;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return ProtocolInfo;
        })();

        v1.HandlerInfo = (function() {

            /**
             * Properties of a HandlerInfo.
             * @typedef {Object} subnetes.v1.HandlerInfo.$Properties
             * @property {string|null} [handle] HandlerInfo handle
             * @property {string|null} [requestType] HandlerInfo requestType
             * @property {string|null} [responseType] HandlerInfo responseType
             * @property {boolean|null} [requestStream] HandlerInfo requestStream
             * @property {boolean|null} [responseStream] HandlerInfo responseStream
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a HandlerInfo.
             * @memberof subnetes.v1
             * @interface IHandlerInfo
             * @augments subnetes.v1.HandlerInfo.$Properties
             * @deprecated Use subnetes.v1.HandlerInfo.$Properties instead.
             */

            /**
             * Shape of a HandlerInfo.
             * @typedef {subnetes.v1.HandlerInfo.$Properties} subnetes.v1.HandlerInfo.$Shape
             */

            /**
             * Constructs a new HandlerInfo.
             * @memberof subnetes.v1
             * @classdesc Represents a HandlerInfo.
             * @constructor
             * @param {subnetes.v1.HandlerInfo.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const HandlerInfo = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * HandlerInfo handle.
             * @member {string} handle
             * @memberof subnetes.v1.HandlerInfo
             * @instance
             */
            HandlerInfo.prototype.handle = "";

            /**
             * HandlerInfo requestType.
             * @member {string} requestType
             * @memberof subnetes.v1.HandlerInfo
             * @instance
             */
            HandlerInfo.prototype.requestType = "";

            /**
             * HandlerInfo responseType.
             * @member {string} responseType
             * @memberof subnetes.v1.HandlerInfo
             * @instance
             */
            HandlerInfo.prototype.responseType = "";

            /**
             * HandlerInfo requestStream.
             * @member {boolean} requestStream
             * @memberof subnetes.v1.HandlerInfo
             * @instance
             */
            HandlerInfo.prototype.requestStream = false;

            /**
             * HandlerInfo responseStream.
             * @member {boolean} responseStream
             * @memberof subnetes.v1.HandlerInfo
             * @instance
             */
            HandlerInfo.prototype.responseStream = false;

            /**
             * Creates a new HandlerInfo instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.HandlerInfo
             * @static
             * @param {subnetes.v1.HandlerInfo.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.HandlerInfo} HandlerInfo instance
             * @type {{
             *   (properties: subnetes.v1.HandlerInfo.$Shape): subnetes.v1.HandlerInfo & subnetes.v1.HandlerInfo.$Shape;
             *   (properties?: subnetes.v1.HandlerInfo.$Properties): subnetes.v1.HandlerInfo;
             * }}
             */
            HandlerInfo.create = function(properties) {
                return new HandlerInfo(properties);
            };

            /**
             * Encodes the specified HandlerInfo message. Does not implicitly {@link subnetes.v1.HandlerInfo.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.HandlerInfo
             * @static
             * @param {subnetes.v1.HandlerInfo.$Properties} message HandlerInfo message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            HandlerInfo.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle") && message.handle !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.handle);
                if (message.requestType != null && $Object.hasOwnProperty.call(message, "requestType") && message.requestType !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.requestType);
                if (message.responseType != null && $Object.hasOwnProperty.call(message, "responseType") && message.responseType !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.responseType);
                if (message.requestStream != null && $Object.hasOwnProperty.call(message, "requestStream") && message.requestStream !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.requestStream);
                if (message.responseStream != null && $Object.hasOwnProperty.call(message, "responseStream") && message.responseStream !== false)
                    writer.uint32(/* id 5, wireType 0 =*/40).bool(message.responseStream);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a HandlerInfo message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.HandlerInfo
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.HandlerInfo & subnetes.v1.HandlerInfo.$Shape} HandlerInfo
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            HandlerInfo.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.HandlerInfo();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.handle = value;
                            else
                                delete message.handle;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.requestType = value;
                            else
                                delete message.requestType;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.responseType = value;
                            else
                                delete message.responseType;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.requestStream = value;
                            else
                                delete message.requestStream;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.responseStream = value;
                            else
                                delete message.responseStream;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return HandlerInfo;
        })();

        v1.SchemaRequest = (function() {

            /**
             * Properties of a SchemaRequest.
             * @typedef {Object} subnetes.v1.SchemaRequest.$Properties
             * @property {string|null} [handle] SchemaRequest handle
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SchemaRequest.
             * @memberof subnetes.v1
             * @interface ISchemaRequest
             * @augments subnetes.v1.SchemaRequest.$Properties
             * @deprecated Use subnetes.v1.SchemaRequest.$Properties instead.
             */

            /**
             * Shape of a SchemaRequest.
             * @typedef {subnetes.v1.SchemaRequest.$Properties} subnetes.v1.SchemaRequest.$Shape
             */

            /**
             * Constructs a new SchemaRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a SchemaRequest.
             * @constructor
             * @param {subnetes.v1.SchemaRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SchemaRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SchemaRequest handle.
             * @member {string} handle
             * @memberof subnetes.v1.SchemaRequest
             * @instance
             */
            SchemaRequest.prototype.handle = "";

            /**
             * Creates a new SchemaRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.SchemaRequest
             * @static
             * @param {subnetes.v1.SchemaRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.SchemaRequest} SchemaRequest instance
             * @type {{
             *   (properties: subnetes.v1.SchemaRequest.$Shape): subnetes.v1.SchemaRequest & subnetes.v1.SchemaRequest.$Shape;
             *   (properties?: subnetes.v1.SchemaRequest.$Properties): subnetes.v1.SchemaRequest;
             * }}
             */
            SchemaRequest.create = function(properties) {
                return new SchemaRequest(properties);
            };

            /**
             * Encodes the specified SchemaRequest message. Does not implicitly {@link subnetes.v1.SchemaRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.SchemaRequest
             * @static
             * @param {subnetes.v1.SchemaRequest.$Properties} message SchemaRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SchemaRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.handle != null && $Object.hasOwnProperty.call(message, "handle") && message.handle !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.handle);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SchemaRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.SchemaRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.SchemaRequest & subnetes.v1.SchemaRequest.$Shape} SchemaRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SchemaRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.SchemaRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.handle = value;
                            else
                                delete message.handle;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SchemaRequest;
        })();

        v1.SchemaResponse = (function() {

            /**
             * Properties of a SchemaResponse.
             * @typedef {Object} subnetes.v1.SchemaResponse.$Properties
             * @property {string|null} [service] SchemaResponse service
             * @property {string|null} [proto] SchemaResponse proto
             * @property {Uint8Array|null} [descriptorSet] SchemaResponse descriptorSet
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a SchemaResponse.
             * @memberof subnetes.v1
             * @interface ISchemaResponse
             * @augments subnetes.v1.SchemaResponse.$Properties
             * @deprecated Use subnetes.v1.SchemaResponse.$Properties instead.
             */

            /**
             * Shape of a SchemaResponse.
             * @typedef {subnetes.v1.SchemaResponse.$Properties} subnetes.v1.SchemaResponse.$Shape
             */

            /**
             * Constructs a new SchemaResponse.
             * @memberof subnetes.v1
             * @classdesc Represents a SchemaResponse.
             * @constructor
             * @param {subnetes.v1.SchemaResponse.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const SchemaResponse = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * SchemaResponse service.
             * @member {string} service
             * @memberof subnetes.v1.SchemaResponse
             * @instance
             */
            SchemaResponse.prototype.service = "";

            /**
             * SchemaResponse proto.
             * @member {string} proto
             * @memberof subnetes.v1.SchemaResponse
             * @instance
             */
            SchemaResponse.prototype.proto = "";

            /**
             * SchemaResponse descriptorSet.
             * @member {Uint8Array} descriptorSet
             * @memberof subnetes.v1.SchemaResponse
             * @instance
             */
            SchemaResponse.prototype.descriptorSet = $util.newBuffer([]);

            /**
             * Creates a new SchemaResponse instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.SchemaResponse
             * @static
             * @param {subnetes.v1.SchemaResponse.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.SchemaResponse} SchemaResponse instance
             * @type {{
             *   (properties: subnetes.v1.SchemaResponse.$Shape): subnetes.v1.SchemaResponse & subnetes.v1.SchemaResponse.$Shape;
             *   (properties?: subnetes.v1.SchemaResponse.$Properties): subnetes.v1.SchemaResponse;
             * }}
             */
            SchemaResponse.create = function(properties) {
                return new SchemaResponse(properties);
            };

            /**
             * Encodes the specified SchemaResponse message. Does not implicitly {@link subnetes.v1.SchemaResponse.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.SchemaResponse
             * @static
             * @param {subnetes.v1.SchemaResponse.$Properties} message SchemaResponse message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            SchemaResponse.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.service != null && $Object.hasOwnProperty.call(message, "service") && message.service !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.service);
                if (message.proto != null && $Object.hasOwnProperty.call(message, "proto") && message.proto !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.proto);
                if (message.descriptorSet != null && $Object.hasOwnProperty.call(message, "descriptorSet") && message.descriptorSet.length)
                    writer.uint32(/* id 3, wireType 2 =*/26).bytes(message.descriptorSet);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a SchemaResponse message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.SchemaResponse
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.SchemaResponse & subnetes.v1.SchemaResponse.$Shape} SchemaResponse
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            SchemaResponse.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.SchemaResponse();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.service = value;
                            else
                                delete message.service;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.proto = value;
                            else
                                delete message.proto;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.descriptorSet = value;
                            else
                                delete message.descriptorSet;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return SchemaResponse;
        })();

        v1.Runner = (function() {

            /**
             * Constructs a new Runner service.
             * @memberof subnetes.v1
             * @classdesc Represents a Runner
             * @extends $protobuf.rpc.Service
             * @constructor
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             */
            const Runner = function(rpcImpl, requestDelimited, responseDelimited) {
                $protobuf.rpc.Service.call(this, rpcImpl, requestDelimited, responseDelimited);
            };

            $Object.defineProperty(Runner.prototype = $Object.create($protobuf.rpc.Service.prototype), "constructor", { value: Runner, writable: true, enumerable: false, configurable: true });

            /**
             * Creates new Runner service using the specified rpc implementation.
             * @function create
             * @memberof subnetes.v1.Runner
             * @static
             * @param {$protobuf.RPCImpl} rpcImpl RPC implementation
             * @param {boolean} [requestDelimited=false] Whether requests are length-delimited
             * @param {boolean} [responseDelimited=false] Whether responses are length-delimited
             * @returns {Runner} RPC service. Useful where requests and/or responses are streamed.
             */
            Runner.create = function(rpcImpl, requestDelimited, responseDelimited) {
                return new this(rpcImpl, requestDelimited, responseDelimited);
            };

            /**
             * Callback as used by {@link subnetes.v1.Runner#watch}.
             * @memberof subnetes.v1.Runner
             * @typedef WatchCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.RunnerStatus} [response] RunnerStatus
             */

            /**
             * Calls Watch.
             * @memberof subnetes.v1.Runner
             * @typedef Watch
             * @type {{
             *   (request: subnetes.v1.IWatchRequest, callback: subnetes.v1.Runner.WatchCallback): void;
             *   (request: subnetes.v1.IWatchRequest): Promise<subnetes.v1.RunnerStatus>;
             *   readonly name: "Watch";
             *   readonly path: "/subnetes.v1.Runner/Watch";
             *   readonly requestType: "WatchRequest";
             *   readonly responseType: "RunnerStatus";
             *   readonly requestStream: undefined;
             *   readonly responseStream: true;
             * }}
             */

            /**
             * Calls Watch.
             * @name subnetes.v1.Runner#watch
             * @type {subnetes.v1.Runner.Watch}
             */
            $Object.defineProperties(Runner.prototype.watch = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, Runner.prototype.watch, $root.subnetes.v1.WatchRequest, $root.subnetes.v1.RunnerStatus, request, callback);
            }, {
                name: { value: "Watch" },
                path: { value: "/subnetes.v1.Runner/Watch" },
                requestType: { value: "WatchRequest" },
                responseType: { value: "RunnerStatus" },
                requestStream: { value: $undefined },
                responseStream: { value: true }
            });

            /**
             * Callback as used by {@link subnetes.v1.Runner#drain}.
             * @memberof subnetes.v1.Runner
             * @typedef DrainCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.RunnerStatus} [response] RunnerStatus
             */

            /**
             * Calls Drain.
             * @memberof subnetes.v1.Runner
             * @typedef Drain
             * @type {{
             *   (request: subnetes.v1.IDrainRequest, callback: subnetes.v1.Runner.DrainCallback): void;
             *   (request: subnetes.v1.IDrainRequest): Promise<subnetes.v1.RunnerStatus>;
             *   readonly name: "Drain";
             *   readonly path: "/subnetes.v1.Runner/Drain";
             *   readonly requestType: "DrainRequest";
             *   readonly responseType: "RunnerStatus";
             *   readonly requestStream: undefined;
             *   readonly responseStream: undefined;
             * }}
             */

            /**
             * Calls Drain.
             * @name subnetes.v1.Runner#drain
             * @type {subnetes.v1.Runner.Drain}
             */
            $Object.defineProperties(Runner.prototype.drain = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, Runner.prototype.drain, $root.subnetes.v1.DrainRequest, $root.subnetes.v1.RunnerStatus, request, callback);
            }, {
                name: { value: "Drain" },
                path: { value: "/subnetes.v1.Runner/Drain" },
                requestType: { value: "DrainRequest" },
                responseType: { value: "RunnerStatus" },
                requestStream: { value: $undefined },
                responseStream: { value: $undefined }
            });

            /**
             * Callback as used by {@link subnetes.v1.Runner#undrain}.
             * @memberof subnetes.v1.Runner
             * @typedef UndrainCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.RunnerStatus} [response] RunnerStatus
             */

            /**
             * Calls Undrain.
             * @memberof subnetes.v1.Runner
             * @typedef Undrain
             * @type {{
             *   (request: subnetes.v1.IDrainRequest, callback: subnetes.v1.Runner.UndrainCallback): void;
             *   (request: subnetes.v1.IDrainRequest): Promise<subnetes.v1.RunnerStatus>;
             *   readonly name: "Undrain";
             *   readonly path: "/subnetes.v1.Runner/Undrain";
             *   readonly requestType: "DrainRequest";
             *   readonly responseType: "RunnerStatus";
             *   readonly requestStream: undefined;
             *   readonly responseStream: undefined;
             * }}
             */

            /**
             * Calls Undrain.
             * @name subnetes.v1.Runner#undrain
             * @type {subnetes.v1.Runner.Undrain}
             */
            $Object.defineProperties(Runner.prototype.undrain = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, Runner.prototype.undrain, $root.subnetes.v1.DrainRequest, $root.subnetes.v1.RunnerStatus, request, callback);
            }, {
                name: { value: "Undrain" },
                path: { value: "/subnetes.v1.Runner/Undrain" },
                requestType: { value: "DrainRequest" },
                responseType: { value: "RunnerStatus" },
                requestStream: { value: $undefined },
                responseStream: { value: $undefined }
            });

            /**
             * Callback as used by {@link subnetes.v1.Runner#calls}.
             * @memberof subnetes.v1.Runner
             * @typedef CallsCallback
             * @type {function}
             * @param {Error|null} error Error, if any
             * @param {subnetes.v1.CallRecords} [response] CallRecords
             */

            /**
             * Calls Calls.
             * @memberof subnetes.v1.Runner
             * @typedef Calls
             * @type {{
             *   (request: subnetes.v1.ICallRecords, callback: subnetes.v1.Runner.CallsCallback): void;
             *   (request: subnetes.v1.ICallRecords): Promise<subnetes.v1.CallRecords>;
             *   readonly name: "Calls";
             *   readonly path: "/subnetes.v1.Runner/Calls";
             *   readonly requestType: "CallRecords";
             *   readonly responseType: "CallRecords";
             *   readonly requestStream: true;
             *   readonly responseStream: true;
             * }}
             */

            /**
             * Calls Calls.
             * @name subnetes.v1.Runner#calls
             * @type {subnetes.v1.Runner.Calls}
             */
            $Object.defineProperties(Runner.prototype.calls = function(request, callback) {
                return $protobuf.rpc.Service.prototype.rpcCall.call(this, Runner.prototype.calls, $root.subnetes.v1.CallRecords, $root.subnetes.v1.CallRecords, request, callback);
            }, {
                name: { value: "Calls" },
                path: { value: "/subnetes.v1.Runner/Calls" },
                requestType: { value: "CallRecords" },
                responseType: { value: "CallRecords" },
                requestStream: { value: true },
                responseStream: { value: true }
            });

            return Runner;
        })();

        v1.CallRecords = (function() {

            /**
             * Properties of a CallRecords.
             * @typedef {Object} subnetes.v1.CallRecords.$Properties
             * @property {Uint8Array|null} [records] CallRecords records
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CallRecords.
             * @memberof subnetes.v1
             * @interface ICallRecords
             * @augments subnetes.v1.CallRecords.$Properties
             * @deprecated Use subnetes.v1.CallRecords.$Properties instead.
             */

            /**
             * Shape of a CallRecords.
             * @typedef {subnetes.v1.CallRecords.$Properties} subnetes.v1.CallRecords.$Shape
             */

            /**
             * Constructs a new CallRecords.
             * @memberof subnetes.v1
             * @classdesc Represents a CallRecords.
             * @constructor
             * @param {subnetes.v1.CallRecords.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CallRecords = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CallRecords records.
             * @member {Uint8Array} records
             * @memberof subnetes.v1.CallRecords
             * @instance
             */
            CallRecords.prototype.records = $util.newBuffer([]);

            /**
             * Creates a new CallRecords instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.CallRecords
             * @static
             * @param {subnetes.v1.CallRecords.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.CallRecords} CallRecords instance
             * @type {{
             *   (properties: subnetes.v1.CallRecords.$Shape): subnetes.v1.CallRecords & subnetes.v1.CallRecords.$Shape;
             *   (properties?: subnetes.v1.CallRecords.$Properties): subnetes.v1.CallRecords;
             * }}
             */
            CallRecords.create = function(properties) {
                return new CallRecords(properties);
            };

            /**
             * Encodes the specified CallRecords message. Does not implicitly {@link subnetes.v1.CallRecords.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.CallRecords
             * @static
             * @param {subnetes.v1.CallRecords.$Properties} message CallRecords message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CallRecords.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.records != null && $Object.hasOwnProperty.call(message, "records") && message.records.length)
                    writer.uint32(/* id 1, wireType 2 =*/10).bytes(message.records);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CallRecords message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.CallRecords
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.CallRecords & subnetes.v1.CallRecords.$Shape} CallRecords
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CallRecords.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.CallRecords();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.records = value;
                            else
                                delete message.records;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return CallRecords;
        })();

        v1.WatchRequest = (function() {

            /**
             * Properties of a WatchRequest.
             * @typedef {Object} subnetes.v1.WatchRequest.$Properties
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a WatchRequest.
             * @memberof subnetes.v1
             * @interface IWatchRequest
             * @augments subnetes.v1.WatchRequest.$Properties
             * @deprecated Use subnetes.v1.WatchRequest.$Properties instead.
             */

            /**
             * Shape of a WatchRequest.
             * @typedef {subnetes.v1.WatchRequest.$Properties} subnetes.v1.WatchRequest.$Shape
             */

            /**
             * Constructs a new WatchRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a WatchRequest.
             * @constructor
             * @param {subnetes.v1.WatchRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const WatchRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Creates a new WatchRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.WatchRequest
             * @static
             * @param {subnetes.v1.WatchRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.WatchRequest} WatchRequest instance
             * @type {{
             *   (properties: subnetes.v1.WatchRequest.$Shape): subnetes.v1.WatchRequest & subnetes.v1.WatchRequest.$Shape;
             *   (properties?: subnetes.v1.WatchRequest.$Properties): subnetes.v1.WatchRequest;
             * }}
             */
            WatchRequest.create = function(properties) {
                return new WatchRequest(properties);
            };

            /**
             * Encodes the specified WatchRequest message. Does not implicitly {@link subnetes.v1.WatchRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.WatchRequest
             * @static
             * @param {subnetes.v1.WatchRequest.$Properties} message WatchRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            WatchRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a WatchRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.WatchRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.WatchRequest & subnetes.v1.WatchRequest.$Shape} WatchRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            WatchRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.WatchRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    reader.skipType(tag & 7, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return WatchRequest;
        })();

        v1.DrainRequest = (function() {

            /**
             * Properties of a DrainRequest.
             * @typedef {Object} subnetes.v1.DrainRequest.$Properties
             * @property {number|null} [epoch] DrainRequest epoch
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a DrainRequest.
             * @memberof subnetes.v1
             * @interface IDrainRequest
             * @augments subnetes.v1.DrainRequest.$Properties
             * @deprecated Use subnetes.v1.DrainRequest.$Properties instead.
             */

            /**
             * Shape of a DrainRequest.
             * @typedef {subnetes.v1.DrainRequest.$Properties} subnetes.v1.DrainRequest.$Shape
             */

            /**
             * Constructs a new DrainRequest.
             * @memberof subnetes.v1
             * @classdesc Represents a DrainRequest.
             * @constructor
             * @param {subnetes.v1.DrainRequest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const DrainRequest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * DrainRequest epoch.
             * @member {number} epoch
             * @memberof subnetes.v1.DrainRequest
             * @instance
             */
            DrainRequest.prototype.epoch = 0;

            /**
             * Creates a new DrainRequest instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.DrainRequest
             * @static
             * @param {subnetes.v1.DrainRequest.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.DrainRequest} DrainRequest instance
             * @type {{
             *   (properties: subnetes.v1.DrainRequest.$Shape): subnetes.v1.DrainRequest & subnetes.v1.DrainRequest.$Shape;
             *   (properties?: subnetes.v1.DrainRequest.$Properties): subnetes.v1.DrainRequest;
             * }}
             */
            DrainRequest.create = function(properties) {
                return new DrainRequest(properties);
            };

            /**
             * Encodes the specified DrainRequest message. Does not implicitly {@link subnetes.v1.DrainRequest.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.DrainRequest
             * @static
             * @param {subnetes.v1.DrainRequest.$Properties} message DrainRequest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            DrainRequest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.epoch != null && $Object.hasOwnProperty.call(message, "epoch") && (typeof message.epoch === "object" ? message.epoch.low || message.epoch.high : message.epoch !== 0))
                    writer.uint32(/* id 1, wireType 0 =*/8).uint64(message.epoch);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a DrainRequest message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.DrainRequest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.DrainRequest & subnetes.v1.DrainRequest.$Shape} DrainRequest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            DrainRequest.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.DrainRequest();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.epoch = value;
                            else
                                delete message.epoch;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return DrainRequest;
        })();

        v1.RunnerStatus = (function() {

            /**
             * Properties of a RunnerStatus.
             * @typedef {Object} subnetes.v1.RunnerStatus.$Properties
             * @property {string|null} [workerId] RunnerStatus workerId
             * @property {string|null} [protocol] RunnerStatus protocol
             * @property {boolean|null} [ready] RunnerStatus ready
             * @property {boolean|null} [draining] RunnerStatus draining
             * @property {number|null} [drainEpoch] RunnerStatus drainEpoch
             * @property {number|null} [slots] RunnerStatus slots
             * @property {number|null} [activeCalls] RunnerStatus activeCalls
             * @property {number|null} [activeJobs] RunnerStatus activeJobs
             * @property {number|null} [callsAgeSeconds] RunnerStatus callsAgeSeconds
             * @property {number|null} [jobsAgeSeconds] RunnerStatus jobsAgeSeconds
             * @property {number|null} [callsStarted] RunnerStatus callsStarted
             * @property {number|null} [callsFinished] RunnerStatus callsFinished
             * @property {number|null} [callsFinishedSeconds] RunnerStatus callsFinishedSeconds
             * @property {number|null} [jobsStarted] RunnerStatus jobsStarted
             * @property {number|null} [jobsFinished] RunnerStatus jobsFinished
             * @property {number|null} [jobsFinishedSeconds] RunnerStatus jobsFinishedSeconds
             * @property {number|null} [computeStarts] RunnerStatus computeStarts
             * @property {string|null} [computeLastExit] RunnerStatus computeLastExit
             * @property {number|null} [computeStartSeconds] RunnerStatus computeStartSeconds
             * @property {number|null} [computePid] RunnerStatus computePid
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a RunnerStatus.
             * @memberof subnetes.v1
             * @interface IRunnerStatus
             * @augments subnetes.v1.RunnerStatus.$Properties
             * @deprecated Use subnetes.v1.RunnerStatus.$Properties instead.
             */

            /**
             * Shape of a RunnerStatus.
             * @typedef {subnetes.v1.RunnerStatus.$Properties} subnetes.v1.RunnerStatus.$Shape
             */

            /**
             * Constructs a new RunnerStatus.
             * @memberof subnetes.v1
             * @classdesc Represents a RunnerStatus.
             * @constructor
             * @param {subnetes.v1.RunnerStatus.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const RunnerStatus = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * RunnerStatus workerId.
             * @member {string} workerId
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.workerId = "";

            /**
             * RunnerStatus protocol.
             * @member {string} protocol
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.protocol = "";

            /**
             * RunnerStatus ready.
             * @member {boolean} ready
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.ready = false;

            /**
             * RunnerStatus draining.
             * @member {boolean} draining
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.draining = false;

            /**
             * RunnerStatus drainEpoch.
             * @member {number} drainEpoch
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.drainEpoch = 0;

            /**
             * RunnerStatus slots.
             * @member {number} slots
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.slots = 0;

            /**
             * RunnerStatus activeCalls.
             * @member {number} activeCalls
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.activeCalls = 0;

            /**
             * RunnerStatus activeJobs.
             * @member {number} activeJobs
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.activeJobs = 0;

            /**
             * RunnerStatus callsAgeSeconds.
             * @member {number} callsAgeSeconds
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.callsAgeSeconds = 0;

            /**
             * RunnerStatus jobsAgeSeconds.
             * @member {number} jobsAgeSeconds
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.jobsAgeSeconds = 0;

            /**
             * RunnerStatus callsStarted.
             * @member {number} callsStarted
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.callsStarted = 0;

            /**
             * RunnerStatus callsFinished.
             * @member {number} callsFinished
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.callsFinished = 0;

            /**
             * RunnerStatus callsFinishedSeconds.
             * @member {number} callsFinishedSeconds
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.callsFinishedSeconds = 0;

            /**
             * RunnerStatus jobsStarted.
             * @member {number} jobsStarted
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.jobsStarted = 0;

            /**
             * RunnerStatus jobsFinished.
             * @member {number} jobsFinished
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.jobsFinished = 0;

            /**
             * RunnerStatus jobsFinishedSeconds.
             * @member {number} jobsFinishedSeconds
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.jobsFinishedSeconds = 0;

            /**
             * RunnerStatus computeStarts.
             * @member {number} computeStarts
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.computeStarts = 0;

            /**
             * RunnerStatus computeLastExit.
             * @member {string} computeLastExit
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.computeLastExit = "";

            /**
             * RunnerStatus computeStartSeconds.
             * @member {number} computeStartSeconds
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.computeStartSeconds = 0;

            /**
             * RunnerStatus computePid.
             * @member {number} computePid
             * @memberof subnetes.v1.RunnerStatus
             * @instance
             */
            RunnerStatus.prototype.computePid = 0;

            /**
             * Creates a new RunnerStatus instance using the specified properties.
             * @function create
             * @memberof subnetes.v1.RunnerStatus
             * @static
             * @param {subnetes.v1.RunnerStatus.$Properties=} [properties] Properties to set
             * @returns {subnetes.v1.RunnerStatus} RunnerStatus instance
             * @type {{
             *   (properties: subnetes.v1.RunnerStatus.$Shape): subnetes.v1.RunnerStatus & subnetes.v1.RunnerStatus.$Shape;
             *   (properties?: subnetes.v1.RunnerStatus.$Properties): subnetes.v1.RunnerStatus;
             * }}
             */
            RunnerStatus.create = function(properties) {
                return new RunnerStatus(properties);
            };

            /**
             * Encodes the specified RunnerStatus message. Does not implicitly {@link subnetes.v1.RunnerStatus.verify|verify} messages.
             * @function encode
             * @memberof subnetes.v1.RunnerStatus
             * @static
             * @param {subnetes.v1.RunnerStatus.$Properties} message RunnerStatus message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            RunnerStatus.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.workerId != null && $Object.hasOwnProperty.call(message, "workerId") && message.workerId !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.workerId);
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.protocol);
                if (message.ready != null && $Object.hasOwnProperty.call(message, "ready") && message.ready !== false)
                    writer.uint32(/* id 3, wireType 0 =*/24).bool(message.ready);
                if (message.draining != null && $Object.hasOwnProperty.call(message, "draining") && message.draining !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.draining);
                if (message.drainEpoch != null && $Object.hasOwnProperty.call(message, "drainEpoch") && (typeof message.drainEpoch === "object" ? message.drainEpoch.low || message.drainEpoch.high : message.drainEpoch !== 0))
                    writer.uint32(/* id 5, wireType 0 =*/40).uint64(message.drainEpoch);
                if (message.slots != null && $Object.hasOwnProperty.call(message, "slots") && message.slots !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.slots);
                if (message.activeCalls != null && $Object.hasOwnProperty.call(message, "activeCalls") && message.activeCalls !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.activeCalls);
                if (message.activeJobs != null && $Object.hasOwnProperty.call(message, "activeJobs") && message.activeJobs !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.activeJobs);
                if (message.callsAgeSeconds != null && $Object.hasOwnProperty.call(message, "callsAgeSeconds") && !$Object.is(message.callsAgeSeconds, 0))
                    writer.uint32(/* id 9, wireType 1 =*/73).double(message.callsAgeSeconds);
                if (message.jobsAgeSeconds != null && $Object.hasOwnProperty.call(message, "jobsAgeSeconds") && !$Object.is(message.jobsAgeSeconds, 0))
                    writer.uint32(/* id 10, wireType 1 =*/81).double(message.jobsAgeSeconds);
                if (message.callsStarted != null && $Object.hasOwnProperty.call(message, "callsStarted") && (typeof message.callsStarted === "object" ? message.callsStarted.low || message.callsStarted.high : message.callsStarted !== 0))
                    writer.uint32(/* id 11, wireType 0 =*/88).uint64(message.callsStarted);
                if (message.callsFinished != null && $Object.hasOwnProperty.call(message, "callsFinished") && (typeof message.callsFinished === "object" ? message.callsFinished.low || message.callsFinished.high : message.callsFinished !== 0))
                    writer.uint32(/* id 12, wireType 0 =*/96).uint64(message.callsFinished);
                if (message.callsFinishedSeconds != null && $Object.hasOwnProperty.call(message, "callsFinishedSeconds") && !$Object.is(message.callsFinishedSeconds, 0))
                    writer.uint32(/* id 13, wireType 1 =*/105).double(message.callsFinishedSeconds);
                if (message.jobsStarted != null && $Object.hasOwnProperty.call(message, "jobsStarted") && (typeof message.jobsStarted === "object" ? message.jobsStarted.low || message.jobsStarted.high : message.jobsStarted !== 0))
                    writer.uint32(/* id 14, wireType 0 =*/112).uint64(message.jobsStarted);
                if (message.jobsFinished != null && $Object.hasOwnProperty.call(message, "jobsFinished") && (typeof message.jobsFinished === "object" ? message.jobsFinished.low || message.jobsFinished.high : message.jobsFinished !== 0))
                    writer.uint32(/* id 15, wireType 0 =*/120).uint64(message.jobsFinished);
                if (message.jobsFinishedSeconds != null && $Object.hasOwnProperty.call(message, "jobsFinishedSeconds") && !$Object.is(message.jobsFinishedSeconds, 0))
                    writer.uint32(/* id 16, wireType 1 =*/129).double(message.jobsFinishedSeconds);
                if (message.computeStarts != null && $Object.hasOwnProperty.call(message, "computeStarts") && message.computeStarts !== 0)
                    writer.uint32(/* id 17, wireType 0 =*/136).uint32(message.computeStarts);
                if (message.computeLastExit != null && $Object.hasOwnProperty.call(message, "computeLastExit") && message.computeLastExit !== "")
                    writer.uint32(/* id 18, wireType 2 =*/146).string(message.computeLastExit);
                if (message.computeStartSeconds != null && $Object.hasOwnProperty.call(message, "computeStartSeconds") && !$Object.is(message.computeStartSeconds, 0))
                    writer.uint32(/* id 19, wireType 1 =*/153).double(message.computeStartSeconds);
                if (message.computePid != null && $Object.hasOwnProperty.call(message, "computePid") && message.computePid !== 0)
                    writer.uint32(/* id 20, wireType 0 =*/160).uint32(message.computePid);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a RunnerStatus message from the specified reader or buffer.
             * @function decode
             * @memberof subnetes.v1.RunnerStatus
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {subnetes.v1.RunnerStatus & subnetes.v1.RunnerStatus.$Shape} RunnerStatus
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            RunnerStatus.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.subnetes.v1.RunnerStatus();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.workerId = value;
                            else
                                delete message.workerId;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.ready = value;
                            else
                                delete message.ready;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.draining = value;
                            else
                                delete message.draining;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.drainEpoch = value;
                            else
                                delete message.drainEpoch;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.slots = value;
                            else
                                delete message.slots;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.activeCalls = value;
                            else
                                delete message.activeCalls;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.activeJobs = value;
                            else
                                delete message.activeJobs;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.callsAgeSeconds = value;
                            else
                                delete message.callsAgeSeconds;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.jobsAgeSeconds = value;
                            else
                                delete message.jobsAgeSeconds;
                            continue;
                        }
                    case 11: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.callsStarted = value;
                            else
                                delete message.callsStarted;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.callsFinished = value;
                            else
                                delete message.callsFinished;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.callsFinishedSeconds = value;
                            else
                                delete message.callsFinishedSeconds;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.jobsStarted = value;
                            else
                                delete message.jobsStarted;
                            continue;
                        }
                    case 15: {
                            if (wireType !== 0)
                                break;
                            if (typeof (value = Number(reader.uint64())) === "object" ? value.low || value.high : value !== 0)
                                message.jobsFinished = value;
                            else
                                delete message.jobsFinished;
                            continue;
                        }
                    case 16: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.jobsFinishedSeconds = value;
                            else
                                delete message.jobsFinishedSeconds;
                            continue;
                        }
                    case 17: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.computeStarts = value;
                            else
                                delete message.computeStarts;
                            continue;
                        }
                    case 18: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.computeLastExit = value;
                            else
                                delete message.computeLastExit;
                            continue;
                        }
                    case 19: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.computeStartSeconds = value;
                            else
                                delete message.computeStartSeconds;
                            continue;
                        }
                    case 20: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.computePid = value;
                            else
                                delete message.computePid;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return RunnerStatus;
        })();

        return v1;
    })();

    return subnetes;
})();

export {
  $root as default
};
